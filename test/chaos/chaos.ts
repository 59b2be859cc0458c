// Conservation under fire: two servers, many clients on bad lines, few users; and afterwards every number has to add up.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { issueToken, developmentIssuer } from "../../src/identity/own_issuer.ts";
import { dayLength, iso, zones } from "../model/time.ts";
import type { TestDatabase } from "../support/database.ts";
import { startServer } from "../support/server.ts";
import type { TestServer } from "../support/server.ts";
import { testSecret } from "../support/template.ts";
import { rewardInput, rewards, start, versions } from "./catalogue.ts";
import { check } from "./check.ts";
import type { Found } from "./check.ts";
import type { Command, Population } from "./commands.ts";
import { letLoose } from "./crowd.ts";
import type { Heard } from "./crowd.ts";
import { documentOf, formOf } from "./kinds.ts";

export interface Options {
  seconds: number;
  clients: number;
  users: number;
  seed: number;
}
export interface Figures extends Options, Found {
  commands: number;
  answers: number;
  repeats: { twins: number; later: number; afterDropped: number };
  dropped: number;
  days: number;
  answersPerSecond: number;
  refusals: Record<string, number>;
}

const operator = "olga";

/** Lets them loose on a new database, and tells how it goes every few seconds. */
export async function playChaos(database: TestDatabase, options: Options, tell: (line: string) => void = () => undefined): Promise<Figures> {
  const limited = rewards(options.users).filter(({ stock }) => stock !== null);
  const { population, zoneOf } = await populate(database, options.users);
  const tokens = await tokensOf(zoneOf);
  await database.setClock(iso(start));
  await database.query("select app_private.create_test_user($1, u, 'UTC', 0) from unnest($2::text[]) as u", [developmentIssuer, population.testUsers]);
  const servers = await Promise.all([startServer(database), startServer(database)]);
  let heard: Heard;
  let printed: string;
  try {
    await saveRewards(servers[0], options.users);
    const before = servers.map((server) => server.output().length);
    const line = {
      urls: servers.map(({ url }) => url),
      tokenOf: ({ kind, user }: Command): string => tokens.get(formOf(kind).byOperator ? operator : user) ?? "",
    };
    const crowd = { ...options, population: { ...population, limited } };
    heard = await letLoose(line, crowd, database, start, (sofar) => tell(`${sofar.outcomes.length} calls, it is ${iso(sofar.clock)}`));
    printed = servers.map((server, index) => server.output().slice(before[index])).join("");
  } finally {
    // Who hung up may have left commands behind that are still being done.
    await Promise.all(servers.map(async (server) => server.stop()));
  }
  tell(`${heard.outcomes.length} calls; checking`);
  const found = await check(database, heard.outcomes, printed, { start, versions, rewards: rewards(options.users), items: [] });
  return { ...options, ...figuresOf(heard, options.seconds), ...found };
}

function figuresOf({ outcomes, commands, twins, later, clock }: Heard, seconds: number) {
  const dropped = outcomes.filter(({ is }) => is === "dropped").length;
  const answers = outcomes.length - dropped;
  const refusals: Record<string, number> = {};
  for (const outcome of outcomes) {
    if (outcome.is !== "refused") continue;
    const name = `${outcome.command.kind} ${outcome.code}`;
    refusals[name] = (refusals[name] ?? 0) + 1;
  }
  return {
    commands,
    answers,
    repeats: { twins, later, afterDropped: dropped },
    dropped,
    days: Math.floor((clock - start) / dayLength),
    answersPerSecond: Math.round(answers / seconds),
    refusals: Object.fromEntries(Object.entries(refusals).sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

async function populate(database: TestDatabase, count: number): Promise<{ population: Omit<Population, "limited">; zoneOf: Map<string, string | null> }> {
  await database.query(readFileSync(join(import.meta.dirname, "chaos.sql"), "utf8"));
  for (const { id: _, effectiveFrom, ...parameters } of versions)
    await database.query("select test.add_rule_version($1, $2)", [iso(effectiveFrom), parameters]);
  const users = Array.from({ length: count }, (_, index) => `user ${index}`);
  // Each third one's token names a zone.
  const zoneOf = new Map(users.map((user, index) => [user, index % 3 === 0 ? (zones[index % zones.length] ?? null) : null]));
  const rows = await database.query<{ subject: string; user_id: string }>(
    `insert into chaos.users (user_id, subject, zone)
     select app_rules.user_id_for($1, u.subject), u.subject, u.zone from unnest($2::text[], $3::text[]) as u(subject, zone)
     returning subject, user_id`,
    [developmentIssuer, users, [...zoneOf.values()]],
  );
  const ids = new Map(rows.map(({ subject, user_id }) => [subject, user_id]));
  return { population: { users, hot: users.slice(0, Math.max(2, count / 20)), testUsers: users.slice(1, 4), ids }, zoneOf };
}

async function tokensOf(zoneOf: Map<string, string | null>): Promise<Map<string, string>> {
  const tokens = new Map([[operator, await issueToken(testSecret, operator, { isOperator: true })]]);
  for (const [user, zone] of zoneOf) tokens.set(user, await issueToken(testSecret, user, zone === null ? {} : { zone }));
  return tokens;
}

async function saveRewards(server: TestServer, users: number): Promise<void> {
  for (const reward of rewards(users)) {
    const answer = await server.send({ operator }, documentOf("stock"), { input: rewardInput(reward) });
    if (!answer?.data || answer.errors) throw new Error(`${reward.id} was not saved: ${JSON.stringify(answer)}`);
  }
}
