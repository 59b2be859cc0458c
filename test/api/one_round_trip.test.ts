/** A statement and its settings in one round trip: what could go wrong, on a single connection that has to go on. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { jest } from "@jest/globals";
import type pg from "pg";
import "../../src/graphql/environment.ts";
import type { PgClient, WithPgClient } from "postgraphile/@dataplan/pg";
import { makePgAdaptorWithPgClient } from "postgraphile/adaptors/pg";
import { driverVersions, knownVersions, oneRoundTrip } from "../../src/database/one_round_trip.ts";
import { createPool } from "../../src/database/pool.ts";
import { pgServiceOver } from "../../src/graphql/pg_service.ts";
import { createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { listenIn } from "../support/wire.ts";
import type { Wire } from "../support/wire.ts";

let database: TestDatabase;
let wire: Wire;
let pool: pg.Pool;
let withPgClient: WithPgClient;

beforeAll(async () => {
  database = await createTestDatabase();
  await database.query("create table test.numbers (n int unique deferrable initially deferred, who text)");
  await database.query("grant usage on schema test to app_user; grant select, insert on test.numbers to app_user");
  wire = await listenIn(database.serverUrl);
  pool = createPool(wire.url, 10);
  pool.options.max = 1;
  withPgClient = oneRoundTrip(pool, makePgAdaptorWithPgClient(pool));
  await rows("select 1");
});

afterAll(async () => {
  await pool.end();
  await wire.close();
  await database.drop();
});

beforeEach(async () => {
  await database.query("truncate test.numbers");
  wire.take();
});

const settings = { role: "app_user", "app.subject": "alice", "app.zone": "", timezone: "Asia/Tokyo", statement_timeout: "5000" };
const settingsText =
  "select set_config('role', 'app_user', true), set_config('app.subject', $1, true), set_config('app.zone', $2, true), set_config('timezone', 'Asia/Tokyo', true), set_config('statement_timeout', '5000', true)";
const insert = "insert into test.numbers values ($1, current_user) returning n";

async function rows(text: string, values: unknown[] = [], given: Record<string, string | undefined> = settings): Promise<unknown> {
  const query = (client: PgClient) => client.query<unknown[]>({ text, values, arrayMode: true });
  return (await withPgClient(given, query)).rows;
}

const backend = async (): Promise<unknown> => rows("select pg_backend_pid()");
const stored = async (): Promise<unknown> => database.query("select n from test.numbers order by n");
const seen = `select current_user::text, current_setting('app.subject', true), current_setting('timezone'), current_setting('statement_timeout')`;

test("a statement has the settings of its request, in one round trip", async () => {
  expect(await rows(seen)).toEqual([["app_user", "alice", "Asia/Tokyo", "5s"]]);
  expect(wire.take()).toEqual({ roundTrips: 1, statements: [settingsText, seen] });
});

describe("the next one has none of them", () => {
  const left = async (): Promise<unknown> => (await pool.query({ text: seen, rowMode: "array" })).rows;
  let zone: unknown;
  beforeAll(async () => {
    [{ zone } = { zone: undefined }] = await database.query<{ zone: unknown }>("select current_setting('timezone') as zone");
  });
  const nothing = (role: string): unknown => [[role, "", zone, "10s"]];

  test("after an answer", async () => {
    await rows(seen);
    expect(await left()).toEqual(nothing("app_server"));
  });
  test("after an error", async () => {
    await expect(rows("select 1 / 0")).rejects.toMatchObject({ code: "22012" });
    expect(await left()).toEqual(nothing("app_server"));
  });
  test("and no setting that only the other one had", async () => {
    await rows(seen);
    expect(await rows(seen, [], { role: "app_anonymous", "app.subject": undefined })).toEqual(nothing("app_anonymous"));
  });
});

test("requests that come at once wait for each other, each with its own settings", async () => {
  const names = Array.from({ length: 20 }, (_, index) => `user ${index}`);
  const answers = await Promise.all(names.map(async (name) => rows("select current_setting('app.subject')", [], { ...settings, "app.subject": name })));
  expect(answers).toEqual(names.map((name) => [[name]]));
  expect(wire.take().roundTrips).toBe(20);
});

describe("an error undoes the whole request, says what PostgreSQL says, and leaves the connection as it was:", () => {
  test.each<[string, string, string, unknown[], Record<string, string>]>([
    ["in the settings", "22023", insert, [1], { timezone: "Nowhere/Land" }],
    ["of the role", "42501", insert, [1], { role: "postgres" }],
    ["in parsing", "42703", "insert into test.numbers values ($1, nope) returning n", [1], {}],
    ["in binding", "22P02", insert, ["one"], {}],
    ["in executing, after something was written", "22012", "with w as (insert into test.numbers values ($1)) select 1 / ($1::int - 1)", [1], {}],
    ["at the commit, after the answer", "23505", "insert into test.numbers values ($1), ($1) returning n", [1], {}],
    ["that is a timeout", "57014", "with w as (insert into test.numbers values ($1)) select pg_sleep(5)", [1], { statement_timeout: "50" }],
    ["that asks for what to copy", "57014", "copy test.numbers from stdin", [], {}],
  ])("%s", async (_where, code, text, values, others) => {
    const before = await backend();
    await expect(rows(text, values, { ...settings, ...others })).rejects.toMatchObject({ code, name: "error", severity: "ERROR" });
    expect(await rows(insert, [2])).toEqual([[2]]);
    expect(await stored()).toEqual([{ n: 2 }]);
    expect(await backend()).toEqual(before);
  });

  test("with detail and hint", async () => {
    await database.query(`create or replace function test.refuse() returns int language plpgsql as
      $$ begin raise exception 'No.' using errcode = 'RW001', detail = 'Because.', hint = 'Ask again.'; end $$`);
    const refused = { code: "RW001", message: "No.", detail: "Because.", hint: "Ask again." };
    await expect(rows("select test.refuse()")).rejects.toMatchObject(refused);
    await expect(rows("select test.refuse()")).rejects.toMatchObject(refused);
  });
});

test("what cannot be sent is refused before anything is, without a connection", async () => {
  const cyclic: Record<string, unknown> = {};
  cyclic["self"] = cyclic;
  await expect(rows(insert, [cyclic])).rejects.toThrow("circular");
  expect(wire.take()).toEqual({ roundTrips: 0, statements: [] });
});

describe("prepared statements", () => {
  const prepared = "select name, statement from pg_prepared_statements where name like 'one%'";

  test("are parsed once, also when the first time failed", async () => {
    const half = "select 10 / $1::int as half";
    await expect(rows(half, [0])).rejects.toMatchObject({ code: "22012" });
    for (const divisor of [2, 5, 10]) expect(await rows(half, [divisor])).toEqual([[10 / divisor]]);
    const names = (await rows(prepared)) as [string, string][];
    expect(names.filter(([, text]) => text === half)).toHaveLength(1);
    expect(names.filter(([, text]) => text === settingsText)).toHaveLength(1);
  });

  test("are at most 100 of a connection, of which those go that were not used for longest, also when there are errors", async () => {
    for (let k = 1; k <= 150; k++) {
      expect(await rows(`select ${k}, $1::text`, ["x"])).toEqual([[k, "x"]]);
      await expect(rows(`select ${k} / $1::int`, [0])).rejects.toMatchObject({ code: "22012" });
      await expect(rows(`select ${k}`, [], { ...settings, timezone: "Nowhere" })).rejects.toMatchObject({ code: "22023" });
    }
    const names = (await rows(prepared)) as [string, string][];
    expect(names.length).toBeLessThanOrEqual(100);
    expect(names.map(([, text]) => text)).toEqual(expect.arrayContaining([settingsText, "select 150, $1::text"]));
    expect(names.map(([, text]) => text)).not.toContain("select 1, $1::text");
    expect(await rows("select 1, $1::text", ["again"])).toEqual([[1, "again"]]);
  });

  test("that no longer fit their table cost one error, not the connection for ever", async () => {
    const all = "select * from test.numbers";
    await rows(insert, [3]);
    expect(await rows(all)).toEqual([[3, "app_user"]]);
    await database.query("alter table test.numbers add column more text default 'more'");
    await expect(rows(all)).rejects.toMatchObject({ code: "0A000" });
    expect(await rows(all)).toEqual([[3, "app_user", "more"]]);
    await database.query("alter table test.numbers drop column more");
  });

  test("that somebody else has taken away cost one error too", async () => {
    await rows(insert, [4]);
    await pool.query("deallocate all");
    await expect(rows(insert, [5])).rejects.toMatchObject({ code: "26000" });
    expect(await rows(insert, [5])).toEqual([[5]]);
  });
});

describe("a connection that is lost is an error at once, and the pool has another one:", () => {
  test.each<["asked" | "answered", unknown[]]>([
    ["asked", []],
    ["answered", [{ n: 6 }]],
  ])("when PostgreSQL was %s", async (when, left) => {
    const before = await backend();
    wire.cutNext(when);
    await expect(rows(insert, [6])).rejects.toThrow("Connection terminated unexpectedly");
    expect(await stored()).toEqual(left);
    expect(await backend()).not.toEqual(before);
  });

  test("when PostgreSQL ends it", async () => {
    const before = await backend();
    await expect(rows("select pg_terminate_backend(pg_backend_pid())", [], { statement_timeout: "0" })).rejects.toMatchObject({ code: "57P01" });
    expect(await backend()).not.toEqual(before);
    expect(pool.totalCount).toBe(1);
  });
});

test("a statement that leaves a transaction open takes its connection with it", async () => {
  const before = await backend();
  await rows("begin");
  expect(await backend()).not.toEqual(before);
  expect(await pool.query("select current_user")).toMatchObject({ rows: [{ current_user: "app_server" }] });
});

test("values and answers are those of the driver", async () => {
  const text = "select $1::text, $2::int, $3::bool, $4::text[], $5::json, $6::text, 7::bigint, null::int, 'x'::bytea";
  const values = ["ä\u{1F600}", 2, true, ["a", 'b"', null], { a: 1 }, null];
  expect(await rows(text, values)).toEqual((await pool.query({ text, values, rowMode: "array" })).rows);
  expect(await withPgClient(settings, async (client) => client.query({ text: "select 1 as one" }))).toMatchObject({ rows: [{ one: 1 }] });
  expect(await withPgClient(settings, async (client) => client.query({ text: "insert into test.numbers select generate_series(7, 9)", arrayMode: true }))).toEqual({ rows: [], rowCount: 3 });
});

test("notices are no answers, and an empty statement has none", async () => {
  await database.query("create or replace function test.tell() returns int language plpgsql as $$ begin raise warning 'Hear!'; return 1; end $$");
  expect(await rows("select test.tell()")).toEqual([[1]]);
  expect(await rows("")).toEqual([]);
});

describe("several statements", () => {
  test("of one callback are refused, as the first one is committed", async () => {
    const two = withPgClient(settings, async (client) => {
      await client.query({ text: insert, values: [1], arrayMode: true });
      await client.query({ text: insert, values: [2], arrayMode: true });
    });
    await expect(two).rejects.toThrow("use withTransaction()");
    expect(await stored()).toEqual([{ n: 1 }]);
  });

  test.each([
    ["all", "select 1", [{ n: 1 }]],
    ["none", "select 1 / 0", []],
  ])("of one transaction have an effect together: %s", async (_what, second, left) => {
    const both = withPgClient(settings, async (client) =>
      client.withTransaction(async (inside) => {
        await inside.query({ text: insert, values: [1], arrayMode: true });
        await inside.query({ text: second, arrayMode: true });
      }),
    );
    expect((await Promise.allSettled([both]))[0]?.status).toBe(left.length > 0 ? "fulfilled" : "rejected");
    expect(await stored()).toEqual(left);
  });
});

describe("the driver", () => {
  test("is the one that this was tested with, and no other is installed by accident", () => {
    const { dependencies } = JSON.parse(readFileSync(join(import.meta.dirname, "../../package.json"), "utf8")) as { dependencies: Record<string, string> };
    expect(driverVersions()).toEqual(knownVersions);
    expect(dependencies["pg"]).toBe(knownVersions.pg);
  });

  test.each([
    ["is known", { ...knownVersions }, true, true],
    ["is known, and not wanted to", { ...knownVersions }, false, false],
    ["is another one", { ...knownVersions, pg: "9.0.0" }, true, false],
    ["speaks the protocol otherwise", { ...knownVersions, protocol: "2.0.0" }, true, false],
  ])("%s", async (_what, versions, isWanted, isUsed) => {
    const warn = jest.spyOn(console, "warn").mockReturnValue(undefined);
    const service = pgServiceOver(pool, isWanted, versions);
    const itsWithPgClient = await service.adaptor.createWithPgClient(service.adaptorSettings, null);
    wire.take();
    await itsWithPgClient(settings, async (client) => client.query({ text: "select 1", arrayMode: true }));
    expect(wire.take().roundTrips === 1).toBe(isUsed);
    expect(warn).toHaveBeenCalledTimes(isWanted && !isUsed ? 1 : 0);
    warn.mockRestore();
    await service.release?.();
  });
});
