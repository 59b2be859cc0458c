/** Failures as clients see them: a stable code, what to do, and nothing of the inside. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createAccessTokens } from "../../src/accounts/access_tokens.ts";
import { refusalCodes } from "../../src/graphql/errors.ts";
import { createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { startServer } from "../support/server.ts";
import type { GraphqlError, TestServer } from "../support/server.ts";
import { testSecret } from "../support/template.ts";

let database: TestDatabase;
let server: TestServer;

beforeAll(async () => {
  database = await createTestDatabase();
  server = await startServer(database);
  await database.setClock("2026-03-01T12:00:00Z");
});

afterAll(async () => {
  await server.stop();
  await database.drop();
});

async function errorOf(user: string | null, query: string): Promise<GraphqlError> {
  const { errors } = await server.send(user, query);
  expect(errors).toHaveLength(1);
  const [error] = errors ?? [];
  if (error === undefined) throw new Error("an error was expected");
  return error;
}

test("the codes of SQL, of TypeScript and of sql/README.md are the same", async () => {
  const rows = await database.query<{ sqlstate: string; code: string; meaning: string }>(
    "select sqlstate, code, meaning from app_private.error_codes order by sqlstate",
  );
  expect(Object.fromEntries(rows.map((row) => [row.sqlstate, row.code]))).toEqual(refusalCodes);
  const readme = readFileSync(join(import.meta.dirname, "../../sql/README.md"), "utf8");
  const listed = readme.split("\n").filter((line) => /^\| [A-Z]{2}[0-9]{3} \|/.test(line));
  expect(listed.sort()).toEqual(rows.map((row) => `| ${row.sqlstate} | ${row.code} | ${row.meaning} |`).sort());
});

describe("a refused command says why, by code", () => {
  test.each([
    ["SIGNED_OUT", null, "mutation { checkIn(input: {}) { result { day } } }"],
    ["SIGNED_OUT", null, 'mutation { claimReward(input: { rewardId: "streak_3" }) { result { alreadyClaimed } } }'],
    ["SIGNED_OUT", null, "mutation { bootstrap(input: {}) { state { zone } } }"],
    ["SIGNED_OUT", null, "mutation { updateSettings(input: { dayStartHour: 4 }) { result { state { zone } } } }"],
    ["SIGNED_OUT", null, "{ me { calendar { day } journal(first: 1) { nodes { kind } } } }"],
    ["DAY_NOT_OPEN", "alice", 'mutation { checkIn(input: { day: "2026-02-01" }) { result { day } } }'],
    ["UNKNOWN_REWARD", "alice", 'mutation { claimReward(input: { rewardId: "nope" }) { result { alreadyClaimed } } }'],
    ["REWARD_NOT_UNLOCKED", "alice", 'mutation { claimReward(input: { rewardId: "level_5" }) { result { alreadyClaimed } } }'],
    ["UNKNOWN_ZONE", "alice", 'mutation { updateSettings(input: { zone: "europe/london" }) { result { state { zone } } } }'],
    ["UNKNOWN_ZONE", "alice", 'mutation { bootstrap(input: { zone: "UTC+3" }) { state { zone } } }'],
    ["INVALID_DAY_START", "alice", "mutation { updateSettings(input: { dayStartHour: 3 }) { result { state { zone } } } }"],
    ["CALENDAR_TOO_LONG", "alice", '{ me { calendar(since: "2020-01-01") { day } } }'],
  ])("%s for %s: %s", async (code, user, query) => {
    const { extensions, message } = await errorOf(user, query);
    expect(extensions).toEqual({ code });
    expect(message).toMatch(/^\S.*\. \S.*\.$/s);
  });
});

describe("input that is no value of its type is INVALID_INPUT", () => {
  test.each([
    'mutation { checkIn(input: { day: "2026-02-30" }) { result { day } } }',
    'mutation { checkIn(input: { day: "tomorrowish" }) { result { day } } }',
    'mutation { claimReward(input: { rewardId: "a\\u0000b" }) { result { alreadyClaimed } } }',
  ])("%s", async (query) => {
    expect((await errorOf("alice", query)).extensions).toEqual({ code: "INVALID_INPUT" });
  });
});

test("a document that does not fit the schema is INVALID_DOCUMENT", async () => {
  expect((await errorOf("alice", "{ nope }")).extensions).toEqual({ code: "INVALID_DOCUMENT" });
});

test("what nobody foresaw is INTERNAL: the log has it, the client has the request's id", async () => {
  await database.query("alter table app_private.user_states rename to renamed_states");
  try {
    const error = await errorOf("alice", "{ me { state { points } } }");
    expect(error.extensions).toEqual({ code: "INTERNAL" });
    const [id = "no id"] = /[0-9a-f-]{36}/.exec(error.message) ?? [];
    expect(server.output()).toContain(id);
    expect(JSON.stringify(error)).not.toMatch(/user_states|relation|app_private|select|\.ts|at /i);
  } finally {
    await database.query("alter table app_private.renamed_states rename to user_states");
  }
  expect(await server.send("alice", "{ me { state { points } } }")).toMatchObject({ status: 200, data: { me: {} } });
});

test("a bad token is refused before anything runs", async () => {
  const response = await fetch(server.url, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: "Bearer no.such.token" },
    body: JSON.stringify({ query: "{ me { userId } }" }),
  });
  expect(response.status).toBe(401);
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: "SIGNED_OUT" } }] });
});

test("without ACCOUNTS there are no accounts: no route, and no token of theirs is good", async () => {
  const routes = await fetch(new URL("/auth/log-in", server.url), { method: "POST" });
  expect([routes.status, await routes.json()]).toMatchObject([404, { errors: [{ extensions: { code: "NOT_FOUND" } }] }]);
  const id = "00000000-0000-4000-8000-000000000000";
  const tokens = await createAccessTokens(testSecret);
  const { accessToken } = await tokens.issue({ accountId: id, sessionId: id, zone: null, isOperator: true });
  const response = await fetch(server.url, { method: "POST", headers: { authorization: `Bearer ${accessToken}` } });
  expect([response.status, await response.json()]).toMatchObject([401, { errors: [{ extensions: { code: "SIGNED_OUT" } }] }]);
});
