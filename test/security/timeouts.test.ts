/** Nothing of a request takes for ever: each timeout cuts, the client knows whether to try again, and what was cut has written nothing. */
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { makeSchema } from "postgraphile";
import { execute, hookArgs } from "postgraphile/grafast";
import { parse, type GraphQLError } from "postgraphile/graphql";
import { maskError } from "../../src/graphql/errors.ts";
import { presetOver } from "../../src/graphql/preset.ts";
import { createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { startServer } from "../support/server.ts";
import type { TestServer } from "../support/server.ts";

let database: TestDatabase;
let server: TestServer;

beforeAll(async () => {
  database = await createTestDatabase();
  server = await startServer(database, "test", { REQUEST_SECONDS: "1" });
  await database.setClock("2026-03-01T12:00:00Z");
  for (const caller of ["alice", olga]) await server.send(caller, "mutation { bootstrap(input: {}) { state { zone } } }");
  await database.query(`create function test.sleeps() returns trigger language plpgsql as $$ begin perform pg_sleep(tg_argv[0]::float); return new; end $$;
    grant usage on schema test to public; grant execute on function test.sleeps to public`);
});

afterAll(async () => {
  await server.stop();
  await database.drop();
});

const checkIn = "mutation { checkIn(input: {}) { result { alreadyCheckedIn } } }";
const olga = { operator: "olga" };
const codeOf = async (): Promise<unknown> => (await server.send("alice", checkIn)).errors?.map(({ extensions }) => extensions?.code);
const fingerprint = async (): Promise<string | undefined> => (await database.query<{ all: string }>('select test.fingerprint() as "all"'))[0]?.all;

async function withTriggers(triggers: string[], act: () => Promise<void>): Promise<void> {
  for (const [i, trigger] of triggers.entries()) await database.query(trigger.replace("$name", `sleeps_${i}`));
  const before = await fingerprint();
  await act();
  expect(await fingerprint()).toBe(before);
  for (const i of triggers.keys()) await database.query(`drop trigger sleeps_${i} on app_public.journal_entries`);
}

test("a statement is cancelled: TIMEOUT", async () => {
  const slow = "create trigger $name before insert on app_public.journal_entries for each row execute function test.sleeps('5')";
  await withTriggers([slow], async () => expect(await codeOf()).toEqual(["TIMEOUT"]));
});

test("a transaction ends, though none of its statements took long: TIMEOUT", async () => {
  const [before, atCommit] = ["create trigger $name before insert", "create constraint trigger $name after insert"];
  await withTriggers(
    [
      `${before} on app_public.journal_entries for each row execute function test.sleeps('0.8')`,
      `${atCommit} on app_public.journal_entries deferrable initially deferred for each row execute function test.sleeps('0.9')`,
    ],
    async () => expect(await codeOf()).toEqual(["TIMEOUT"]),
  );
});

test("a command waits for another one of the same user at most half as long: UNAVAILABLE", async () => {
  const before = await fingerprint();
  const holder = await database.pool.connect();
  try {
    await holder.query("begin");
    await holder.query("select from app_private.user_states for update");
    expect(await codeOf()).toEqual(["UNAVAILABLE"]);
  } finally {
    await holder.query("rollback");
    holder.release();
  }
  expect(await fingerprint()).toBe(before);
});

// In one round trip there is no such middle.
test("a server that hangs in the middle of PostGraphile's own four round trips loses the transaction: UNAVAILABLE", async () => {
  const slow = await startServer(database, "test", { REQUEST_SECONDS: "1", ONE_ROUND_TRIP: "0" });
  const before = await fingerprint();
  const backends = async (where: string): Promise<number> => (await database.query(`select from pg_stat_activity where usename = 'app_server' and datname = current_database() and ${where}`)).length;
  const until = async (is: () => Promise<boolean>): Promise<void> => {
    for (let i = 0; i < 500 && !(await is()); i++) await sleep(10);
    expect(await is()).toBe(true);
  };
  const holder = await database.pool.connect();
  try {
    await holder.query("begin");
    await holder.query("select from app_private.user_states for update");
    const answer = slow.send(olga, checkIn); // whose transaction may take nine seconds, so that it is not what ends
    await until(async () => (await backends("wait_event_type = 'Lock'")) > 0);
    process.kill(slow.pid, "SIGSTOP");
    await holder.query("rollback");
    await until(async () => (await backends("state = 'idle in transaction'")) > 0);
    await until(async () => (await backends("state = 'idle in transaction'")) === 0);
    process.kill(slow.pid, "SIGCONT");
    expect(await answer).toMatchObject({ errors: [{ extensions: { code: "UNAVAILABLE" } }] });
  } finally {
    process.kill(slow.pid, "SIGCONT");
    holder.release(true);
    await slow.stop();
  }
  expect(await fingerprint()).toBe(before);
});

test("after all of it the same command has its one effect", async () => {
  expect(await server.send("alice", checkIn)).toMatchObject({ data: { checkIn: { result: { alreadyCheckedIn: false } } } });
});

describe("grafast's own timeouts are TIMEOUT:", () => {
  test.each([
    ["planning", { planning: 0.001 }],
    ["execution", { execution: 1 }],
  ])("%s", async (_what, timeouts) => {
    const pool = new pg.Pool({ connectionString: database.serverUrl, max: 1 });
    const preset = presetOver(pool, "test");
    const made = await makeSchema({ extends: [preset], grafast: { timeouts } });
    const document = parse("{ me { state { points } journal { nodes { kind } } rewards { title } calendar { day } } }");
    const args = { ...made, document, requestContext: { expressv4: { req: { identity: { issuer: "i", subject: "s", zone: undefined, isOperator: false } } } } };
    await hookArgs(args as never);
    const { errors = [] } = (await execute(args as never)) as { errors?: GraphQLError[] };
    await made.resolvedPreset.pgServices?.[0]?.release?.();
    await pool.end();
    expect(errors.length).toBeGreaterThan(0);
    for (const error of errors) expect(maskError(error).extensions["code"]).toBe("TIMEOUT");
  });
});
