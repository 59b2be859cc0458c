// Everything that is asked once it is quiet: of the database, of the answers, of what the servers printed, and of the model.
import type { Run } from "../model/commands.ts";
import type { TestDatabase } from "../support/database.ts";
import { disagreements } from "./agree.ts";
import type { Amnesty, Story } from "./agree.ts";
import { differencesOf } from "./answers.ts";
import type { EntryCount, KeyedEntry } from "./answers.ts";
import type { Outcome } from "./client.ts";

export interface Found {
  entries: Record<string, number>;
  /** How many users the model played. */
  playedOnTheModel: number;
  stockLeft: Record<string, string>;
  /** How many by what was checked. */
  differences: Record<string, number>;
  examples: string[];
}

const contradictions = ["sums", "gaps", "below_zero", "verify", "stock", "clock", "claims"];
const [examplesOfEach, longestExample] = [3, 600];

export async function check({ query }: TestDatabase, outcomes: Outcome[], printed: string, setting: Omit<Run, "tokenZones" | "commands">): Promise<Found> {
  const found = new Map<string, string[]>(contradictions.map((name) => [name, []]));
  for (const { contradiction, detail } of await query<{ contradiction: string; detail: string }>("select * from chaos.contradictions()"))
    found.get(contradiction)?.push(detail);

  const keyed = await query<KeyedEntry & Record<string, unknown>>(
    `select concat_ws(' ', subject, coalesce(idempotency_key::text, 'reversal of ' || reverses)) as key, kind, asked
     from chaos.entries where num_nonnulls(idempotency_key, reverses) > 0`,
  );
  const counts = await query<EntryCount & Record<string, unknown>>(
    "select subject, kind, count(*)::int as entries from chaos.entries where not automatic group by subject, kind",
  );
  for (const [name, what] of Object.entries(differencesOf(outcomes, keyed, counts))) found.set(name, what);
  found.set("printed", printed === "" ? [] : [printed]);

  const amnesties = await query<Amnesty & Record<string, unknown>>(
    "select id, first_day::text, last_day::text, reason, declared_at::text from app_private.amnesties order by id",
  );
  const stories = await query<Story & Record<string, unknown>>("select * from chaos.stories order by subject");
  const told = stories.map((story) => disagreements(story, amnesties, setting));
  found.set("model", told.flatMap((differences) => differences.slice(0, 1)));

  return {
    entries: await totals(query, "select kind as name, count(*)::int as total from chaos.entries group by kind order by kind"),
    playedOnTheModel: stories.length,
    stockLeft: await totals(
      query,
      "select r.id as name, sum(s.remaining) || ' of ' || r.stock as total from app_private.rewards as r join app_private.reward_stock as s on s.reward_id = r.id group by r.id",
    ),
    differences: Object.fromEntries([...found].map(([name, what]) => [name, what.length])),
    examples: [...found].flatMap(([name, what]) => what.slice(0, examplesOfEach).map((line) => `${name}: ${line.slice(0, longestExample)}`)),
  };
}

async function totals<Total>(query: TestDatabase["query"], sql: string): Promise<Record<string, Total>> {
  const rows = await query<{ name: string; total: Total }>(sql);
  return Object.fromEntries(rows.map(({ name, total }) => [name, total]));
}
