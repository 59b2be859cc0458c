/** The SQL of a plan is made once, and each request still has its own values, page sizes and arguments: as without keeping it. */
import type pg from "pg";
import "../../src/graphql/environment.ts";
import { postgraphile } from "postgraphile";
import { PgSelectStep } from "postgraphile/@dataplan/pg";
import { grafast } from "postgraphile/grafast";
import { createPool } from "../../src/database/pool.ts";
import { keptStatements } from "../../src/graphql/kept_statements.ts";
import { presetOver } from "../../src/graphql/preset.ts";
import { createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { listenIn } from "../support/wire.ts";
import type { Wire } from "../support/wire.ts";

type Api = ReturnType<typeof postgraphile>;
type Variables = Record<string, unknown>;

let database: TestDatabase;
let wire: Wire;
let pool: pg.Pool;
let kept: Api;
let anew: Api;
let made = 0;
const { prototype } = PgSelectStep as unknown as { prototype: { execute: (this: unknown, ...args: unknown[]) => unknown } };
const { execute: own } = prototype;

beforeAll(async () => {
  prototype.execute = function count(...args) {
    made += 1;
    return own.apply(this, args);
  };
  database = await createTestDatabase();
  await database.setClock("2040-03-01T12:00:00Z");
  wire = await listenIn(database.serverUrl);
  pool = createPool(wire.url, 10);
  const preset = presetOver(pool, "test");
  [kept, anew] = [postgraphile(preset), postgraphile({ extends: [preset], disablePlugins: ["KeptStatementsPlugin"] })];
  await Promise.all([kept.getSchema(), anew.getSchema()]);
});

afterAll(async () => {
  prototype.execute = own;
  for (const api of [kept, anew]) await api.release();
  await pool.end();
  await wire.close();
  await database.drop();
});

async function send(api: Api, source: string, variableValues: Variables): Promise<[result: unknown, sql: string[]]> {
  const { schema, resolvedPreset } = await api.getSchemaResult();
  const identity = { issuer: "test", subject: api === kept ? "kept" : "anew", zone: undefined, isOperator: false };
  const requestContext = { expressv4: { req: { identity } } } as unknown as Grafast.RequestContext;
  wire.take();
  const result: unknown = await grafast({ schema, source, variableValues, resolvedPreset, requestContext });
  return [result, wire.take().statements.filter((text) => text.includes("app_public"))];
}

const spend = `mutation($amount: Int!, $key: UUID!, $reason: String) {
  spendEnergy(input: { amount: $amount, idempotencyKey: $key, reason: $reason }) {
    result { replayed took { energy } state { energy { value } } } } }`;
const key = (digit: number): string => `6d1f9a52-6a52-4c1e-8b8e-0e6f3b7c1a1${digit}`;
const journal = "query($n: Int, $skip: Int) { me { journal(first: $n, offset: $skip) { nodes { sequenceNumber kind asked } pageInfo { hasNextPage } } } }";
const settings = "mutation($input: UpdateSettingsInput!) { updateSettings(input: $input) { result { state { zone } } } }";

// In the order of a story. How often the SQL is made: of each statement once for the page sizes and arguments that differ.
test.each<[what: string, source: string, variables: Variables[], timesMade: number]>([
  ["a check-in", "mutation { checkIn(input: {}) { result { day alreadyCheckedIn state { points } } } }", [{}, {}, {}], 1],
  ["values, also after a refusal and of a repeat", spend, [
    { amount: 0, key: key(1) }, { amount: 1, key: key(1), reason: "It's $1" }, { amount: 2, key: key(2), reason: "__x__" },
    { amount: 2, key: key(2), reason: "__x__" }, { amount: 3, key: key(3), reason: null },
  ], 2],
  ["sizes of pages", journal, [{ n: 1 }, { n: 2 }, { n: 1, skip: 1 }, { n: 1 }, { n: 2 }, { n: 0 }, {}, { n: 101 }, { n: 1, skip: 1 }], 5],
  ["more sizes of pages than are kept", journal, Array.from({ length: 30 }, (_, n) => ({ n: n + 3 })), 30],
  ["places in lists", "query($after: Cursor) { me { journal(first: 1, after: $after) { nodes { sequenceNumber } pageInfo { endCursor } } } }", [
    {}, { after: "WyJuYXR1cmFsIiwxXQ==" }, { after: "WyJuYXR1cmFsIiwyXQ==" }, {},
  ], 3],
  ["arguments that are there or not", settings, [
    { input: { zone: "Europe/Berlin" } }, { input: { dayStartHour: 4 } }, { input: { zone: "Asia/Tokyo", dayStartHour: 5 } }, { input: { zone: "No/Where" } }, { input: { zone: "UTC" } },
  ], 3],
  ["arguments of a list", "query($since: Date, $until: Date) { me { calendar(since: $since, until: $until) { day mark } } }", [
    { since: "2040-03-01", until: "2040-03-02" }, { since: "2040-02-27" }, {}, { since: "2040-03-01", until: "2040-03-01" },
  ], 4],
  ["several mutations in a document", "mutation { a: checkIn(input: {}) { result { day } } b: checkIn(input: { day: \"2040-03-01\" }) { result { mark } } }", [{}, {}], 2],
  ["what depends on a variable in a directive", "query($with: Boolean!) { me { state { zone } journal(first: 1) @include(if: $with) { nodes { kind } } } }", [{ with: true }, { with: false }, { with: true }], 2],
])("%s", async (_what, source, variables, timesMade) => {
  let timesHere = 0;
  let answered = 0;
  for (const given of variables) {
    const before = made;
    const [result, sql] = await send(kept, source, given);
    timesHere += made - before;
    answered += "errors" in (result as object) ? 0 : 1;
    const [itsResult, itsSql] = await send(anew, source, given);
    expect(JSON.parse(JSON.stringify(result))).toEqual(JSON.parse(JSON.stringify(itsResult)));
    expect(sql).toEqual(itsSql);
  }
  expect(timesHere).toBe(timesMade);
  expect(answered).toBeGreaterThan(1);
});

test("nothing is kept with a version that is not known", () => {
  const { warn } = console;
  const said: unknown[] = [];
  console.warn = (text: unknown) => said.push(text);
  try {
    expect(keptStatements("0.0.0").grafast).toBeUndefined();
  } finally {
    console.warn = warn;
  }
  expect(said).toEqual([expect.stringContaining("@dataplan/pg 0.0.0 is not what")]);
});
