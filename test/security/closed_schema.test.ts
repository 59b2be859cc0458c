/** In production the server tells nobody its schema: not when asked for it, and not by what it says of a mistake. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { buildSchema, getIntrospectionQuery, isEnumType, isInputObjectType, isObjectType } from "postgraphile/graphql";
import { createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { startServer } from "../support/server.ts";
import type { TestServer } from "../support/server.ts";

let database: TestDatabase;
let server: TestServer;
let tests: TestServer;

beforeAll(async () => {
  database = await createTestDatabase();
  server = await startServer(database, "production");
  tests = await startServer(database);
});

afterAll(async () => {
  await Promise.all([server.stop(), tests.stop()]);
  await database.drop();
});

const schema = buildSchema(readFileSync(join(import.meta.dirname, "../../src/graphql/schema.graphql"), "utf8"));
const builtIn = /^(Int|Float|String|Boolean|ID|__.*)$/;
// Names that are no English words, and those words where they are quoted.
const names = new Set<string>();
for (const type of Object.values(schema.getTypeMap())) {
  names.add(type.name);
  if (isEnumType(type)) for (const value of type.getValues()) names.add(value.name);
  if (!isObjectType(type) && !isInputObjectType(type)) continue;
  for (const field of Object.values(type.getFields())) {
    names.add(field.name);
    if ("args" in field) for (const { name } of field.args) names.add(name);
  }
}

/** The names of the schema that a message tells, though the request did not. */
function told(message: string, request: string): string[] {
  const sent = new Set(request.match(/\w+/g));
  const quoted = new Set([...message.matchAll(/["'`](?:[^"'`]*)["'`]/g)].flatMap(([text]) => text.match(/\w+/g) ?? []));
  return (message.match(/\w+/g) ?? []).filter(
    (word) => names.has(word) && !builtIn.test(word) && !sent.has(word) && (/[A-Z_]/.test(word) || quoted.has(word)),
  );
}

const misspelt: [string, Record<string, unknown>?][] = [
  ["{ mee { userId } }"],
  ["{ me { userIdd state { poin strek { curent } } } }"],
  ["{\nme\n{\nuser_id\nstate\n{\npoint\n}\n}\n}"],
  ["{ me }"],
  ["{ me { userId { x } } }"],
  ["{ me { explainBalance(balance: POINS) { text } } }"],
  ['{ me { explainBalance(balance: "POINTS") { text } } }'],
  ["{ me { explainBalance(balanc: POINTS) { text } } }"],
  ["query ($b: Balanc!) { me { explainBalance(balance: $b) { text } } }"],
  ["query ($b: Int!) { me { explainBalance(balance: $b) { text } } }", { b: 1 }],
  ["query ($b: Balance!) { me { explainBalance(balance: $b) { text } } }", { b: "POINTZ" }],
  ["query ($b: Balance!) { me { explainBalance(balance: $b) { text } } }", { b: 7 }],
  ["query ($b: Balance!) { me { explainBalance(balance: $b) { text } } }"],
  ["mutation { checkIn { result { day } } }"],
  ["mutation { chekIn(input: {}) { result { day } } }"],
  ["mutation { checkIn(input: { dya: 1 }) { result { day } } }"],
  ["mutation { spendEnergy(input: {}) { result { replayed } } }"],
  ["mutation ($i: SpendEnergyInput!) { spendEnergy(input: $i) { result { replayed } } }", { i: { amont: 1 } }],
  ["mutation ($r: RewardInput!) { saveReward(input: { reward: $r }) { result { rewardId } } }", { r: { rewardid: "x", gives: { point: 1 }, conditions: [{ metrik: "a" }] } }],
  ["mutation ($r: RewardInput!) { saveReward(input: { reward: $r }) { result { rewardId } } }", { r: "x" }],
  ['mutation { saveReward(input: { reward: { rewardId: "x", repeats: WEAK } }) { result { rewardId } } }'],
  ["{ me { ...F } } fragment F on State { points }"],
  ["{ me { ...F } } fragment F on Stat { points }"],
  ["{ me { ...G } } fragment F on State { points }"],
  ["{ me { userId @skp(if: true) } }"],
  ["{ me { userId @skip } }"],
  ['{ me { stateAt(at: "now") { points } } }'],
  ['query ($x: Datetime!) { me { stateAt(at: $x) { points } } }', { x: "now" }],
  ['{ me { calendar(since: "x") { day } } }'],
  ["{ user(userId: 1) { userId } }"],
  ["query ($x: UUID!) { user(userId: $x) { userId } }", { x: "1" }],
  ["mutation ($x: BigInt!) { reverseEntry(input: { sequenceNumber: $x }) { result { replayed } } }", { x: "1e5" }],
  ["{ a: me { userId } a: items { totalCount } }"],
  ["{ me { journal(first: 1.5) { nodes { kind } } } }"],
  ["query A { me { userId } } query A { me { userId } }"],
  ["{ __type(name: 1) { nam } }"],
];

test.each(misspelt.map(([query, variables]) => ({ query, variables })))("$query", async ({ query, variables }) => {
  const request = `${query} ${JSON.stringify(variables ?? {})}`;
  const { errors = [] } = await server.send("alice", query, variables);
  expect(errors.length).toBeGreaterThan(0);
  for (const { message, extensions } of errors) {
    expect(message).not.toContain("Did you mean");
    expect([message, told(message, request)]).toEqual([message, []]);
    expect(extensions?.code).toMatch(/^INVALID_(DOCUMENT|INPUT)$/);
  }
});

test("a test that cannot fail is none: outside production most of these tell names", async () => {
  const leaks = [];
  for (const [query, variables] of misspelt) {
    const { errors = [] } = await tests.send("alice", query, variables);
    leaks.push(errors.flatMap(({ message }) => told(message, `${query} ${JSON.stringify(variables ?? {})}`)).length > 0);
  }
  expect(leaks.filter(Boolean).length).toBeGreaterThan(15);
  const { errors } = await tests.send("alice", "{ mee { userId } }");
  expect(errors?.[0]?.message).toContain('Did you mean "me"');
});

test("what the client has named is named", async () => {
  const { errors } = await server.send("alice", "{ me { userIdd } }");
  expect(errors).toMatchObject([{ message: 'Cannot query field "userIdd" on type "…".', extensions: { code: "INVALID_DOCUMENT" } }]);
});

test.each(["{ __schema { types { name } } }", '{ __type(name: "Me") { fields { name } } }', getIntrospectionQuery()])(
  "introspection is refused, and answered elsewhere: %s",
  async (query) => {
    const { data, errors } = await server.send("alice", query);
    expect(data).toBeUndefined();
    expect(new Set(errors?.map(({ extensions }) => extensions?.code))).toEqual(new Set(["INVALID_DOCUMENT"]));
    expect((await tests.send("alice", query)).errors).toBeUndefined();
  },
);

test("GraphiQL is not there, and is not spoken of; elsewhere it is", async () => {
  const statusOf = async ({ url }: TestServer) => (await fetch(url.replace("/graphql", "/graphiql"), { headers: { accept: "text/html" } })).status;
  expect(await statusOf(server)).toBe(404);
  expect(await statusOf(tests)).toBe(200);
  expect(server.output()).not.toContain("graphiql");
});
