// A rich history is proven whole, and whatever is forged in it is found, with the entry named.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readerUrl } from "../../src/cli/database.ts";
import { proveAll } from "../../src/cli/proof.ts";
import type { TestDatabase } from "../support/database.ts";
import { tamper } from "./tampering.ts";
import type { Found } from "./tampering.ts";
import { playWhatIf } from "./what_if.ts";
import type { WhatIfFigures } from "./what_if.ts";

const firstDay = Date.UTC(2026, 2, 1);
const chunk = 250;
const differencesShown = 10;
/** The hours at which users act, of the day or, at night, after it. */
const hours = { night: "00:30", noon: "11:00", evening: "16:30" };

export interface Figures {
  users: number;
  days: number;
  commands: number;
  /** By the code with which commands were refused. */
  refused: Record<string, number>;
  entries: number;
  entriesByVersion: Record<string, number>;
  kinds: Record<string, number>;
  marks: Record<string, number>;
  usersPerSecond: number;
  entriesPerSecond: number;
  /** By what was forged: of whom, what was found, and in how many lines more. */
  tampering: Record<string, string>;
  /** What verify finds in the history as it is; what it did not find of what was forged, or not by its entry; kinds of entries and marks without
   * any; users for whom the what-if was wrong. */
  differences: { verify: number; notFound: number; notNamed: number; missingKinds: number; whatIf: number };
  whatIf: WhatIfFigures;
  seconds: Record<"live" | "liveOn" | "liveAgain" | "whatIf" | "verify" | "tamper", number>;
}

/** Lets users live through a history, proves it and forges it; tells each step that takes long. */
export async function playProof(
  database: TestDatabase,
  { users, days }: { users: number; days: number },
  tell: (line: string) => void = () => undefined,
): Promise<Figures> {
  const { query } = database;
  const seconds = {} as Figures["seconds"];
  const timed = async <Result>(step: keyof Figures["seconds"], work: () => Promise<Result>): Promise<Result> => {
    const started = performance.now();
    const result = await work();
    seconds[step] = Math.round(performance.now() - started) / 1000;
    tell(`${step}: ${seconds[step]} s`);
    return result;
  };
  const countBy = async (sql: string): Promise<Record<string, number>> => {
    const rows = await query<{ what: string; count: number }>(`select what, count(*)::int from (${sql}) as rows group by what order by what`);
    return Object.fromEntries(rows.map(({ what, count }) => [what, count]));
  };

  await query(readFileSync(join(import.meta.dirname, "proof.sql"), "utf8"));
  await query("insert into proof.users select k, test.user_id('user ' || k) from generate_series(1, $1::int) as k", [users]);
  await query("select app_private.set_stock('weekly_five', $1::int * 20)", [users]);
  // For some users history is driven twice: as it was, and in a copy under a change that a what-if has to foretell.
  const changeAfter = Math.floor(days / 8);
  const again = Math.max(Math.min(users, 60), Math.floor(users / 20));
  let commands = await timed("live", async () => live(database, users, days, [1, changeAfter], tell));
  const changed = await database.copy();
  commands += await timed("liveOn", async () => live(database, users, days, [changeAfter + 1, days], tell));
  await query("analyze");
  const whatIf = await playWhatIf(database, changed, {
    since: at(changeAfter, "23:00"),
    now: at(days, "23:00"),
    again,
    driveAgain: async () => timed("liveAgain", async () => live(changed, again, days, [changeAfter + 1, days], tell)),
    timed: async (work) => timed("whatIf", work),
  });
  await changed.drop();

  const kinds = await countBy("select kind as what from app_public.journal_entries");
  const marks = await countBy("select mark as what from app_private.day_marks");
  const [all] = await query<{ names: string[] }>(
    "select enum_range(null::app_public.journal_kind)::text[] || enum_range(null::app_public.mark)::text[] as names",
  );
  const missing = (all?.names ?? []).filter((name) => !(name in kinds) && !(name in marks));
  if (missing.length > 0) tell(`missing in the history: ${missing.join(", ")}`);
  const entries = Object.values(kinds).reduce((sum, count) => sum + count, 0);

  await database.setClock(null);
  let shown = 0;
  const proof = await timed("verify", async () =>
    proveAll({
      url: readerUrl(database.adminUrl),
      onDifference: ({ userId, sequenceNumber, text }) => {
        if (shown++ < differencesShown) tell(`wrong: ${userId}, entry ${sequenceNumber}: ${text}`);
      },
    }),
  );
  const tampering = await timed("tamper", async () => tamper(database));
  return {
    users,
    days,
    commands,
    refused: await countBy("select code as what from proof.refusals"),
    entries,
    entriesByVersion: await countBy("select rule_version_id as what from app_public.journal_entries"),
    kinds,
    marks,
    usersPerSecond: Math.round(proof.users / proof.seconds),
    entriesPerSecond: Math.round(entries / proof.seconds),
    whatIf,
    tampering: Object.fromEntries(tampering.map((found) => [found.what, inWords(found)])),
    differences: {
      verify: proof.differences,
      notFound: tampering.filter(({ lines }) => lines === 0).length,
      notNamed: tampering.filter(({ lines, isNamed }) => lines > 0 && !isNamed).length,
      missingKinds: missing.length,
      whatIf: whatIf.usersForetoldWrong,
    },
    seconds,
  };
}

async function live(
  database: TestDatabase,
  users: number,
  days: number,
  [firstOfThem, lastOfThem]: [number, number],
  tell: (line: string) => void,
): Promise<number> {
  const { query } = database;
  const middle = Math.floor(days / 2);
  let commands = 0;
  // Two connections, as there are two cores; users do not meet, but at the stock.
  const forAll = async (day: number, hour: keyof typeof hours): Promise<void> => {
    await database.setClock(at(day, hours[hour]));
    const starts = Array.from({ length: Math.ceil(users / chunk) }, (_, index) => 1 + index * chunk);
    const worker = async (): Promise<void> => {
      for (let first = starts.shift(); first !== undefined; first = starts.shift()) {
        const last = Math.min(first + chunk - 1, users);
        const [row] = await query<{ live: number }>("select proof.live($1, $2, $3, $4, $5)", [day, hour, middle, first, last]);
        commands += row?.live ?? 0;
      }
    };
    await Promise.all([worker(), worker()]);
  };
  for (let day = firstOfThem; day <= lastOfThem; day++) {
    if (day === middle - 5)
      await query(
        `select app_private.add_rule_version($1, jsonb_populate_record(null::app_public.rule_parameters,
           '{"energy_max": 120, "energy_refill_amount": 2, "energy_refill_seconds": 5400}'))`,
        [at(middle + 2, "07:10")],
      );
    if (day === middle)
      await query("select app_private.declare_amnesty(test.user_id('olga'), $1, $2, 'The app was down.')", [dateOf(middle - 3), dateOf(middle - 2)]);
    for (const hour of ["night", "noon", "evening"] as const) await forAll(day, hour);
    tell(`${days} days of ${users} users: day ${day}, ${commands} commands`);
  }
  return commands;
}

function inWords({ userId, says, lines, isNamed }: Found): string {
  const who = userId === null ? "" : `${userId}, `;
  return `${isNamed ? "" : "NOT NAMED: "}${who}${says}${lines > 1 ? ` And ${lines - 1} more.` : ""}`;
}

function dateOf(day: number): string {
  return new Date(firstDay + (day - 1) * 86_400_000).toISOString().slice(0, 10);
}

function at(day: number, time: string): string {
  return `${dateOf(day)} ${time}+00`;
}
