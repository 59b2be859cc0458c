/** Test users and their clock, as client developers use them: on a server in development, and on one that is not. */
import { randomUUID } from "node:crypto";
import { createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { startServer } from "../support/server.ts";
import type { Caller, TestServer } from "../support/server.ts";

let database: TestDatabase;
let inDevelopment: TestServer;
let elsewhere: TestServer;

beforeAll(async () => {
  database = await createTestDatabase();
  [inDevelopment, elsewhere] = await Promise.all([startServer(database, "development"), startServer(database, "production")]);
  await database.setClock("2026-03-01T12:00:00Z");
});

afterAll(async () => {
  await Promise.all([inDevelopment.stop(), elsewhere.stop()]);
  await database.drop();
});

const state = "state { asOf today clockAheadHours points streak { current status } }";
const results: Record<string, string> = {
  createTestUser: "result { createdAt alreadyCreated }",
  advanceMyClock: `result { occurredAt replayed took { points } ${state} }`,
  checkIn: `result { day alreadyCheckedIn ${state} }`,
};

/** Sends a command by its field's name; the result, or code and message of the error. */
async function send(server: TestServer, caller: Caller, field: string, input: Record<string, unknown> = {}): Promise<unknown> {
  const type = `${field[0]?.toUpperCase()}${field.slice(1)}Input!`;
  const { data, errors } = await server.send<Record<string, { result: unknown } | null>>(
    caller,
    `mutation ($input: ${type}) { answer: ${field}(input: $input) { ${results[field]} } }`,
    { input },
  );
  return errors ? { code: errors[0]?.extensions?.code, message: errors[0]?.message } : data?.["answer"]?.result;
}

async function homeOf(caller: Caller): Promise<unknown> {
  return (await elsewhere.send(caller, `{ me { createdAt ${state} rewards { rewardId status } calendar { day mark } journal(first: 3) { nodes { kind occurredAt } } } }`)).data;
}

test("in development everybody creates a test user of their own issuer; elsewhere only an operator does", async () => {
  expect(await send(elsewhere, "dora", "createTestUser", { subject: "tess" })).toEqual({
    code: "NOT_AN_OPERATOR",
    message: expect.stringMatching(/on this server\..*in development/),
  });
  expect(await send(inDevelopment, "dora", "createTestUser", { subject: "tess" })).toEqual({
    createdAt: "2026-03-01T12:00:00.000000+00:00",
    alreadyCreated: false,
  });
  expect(await send(inDevelopment, "dora", "createTestUser", { subject: "tess", issuer: "urn:other" })).toMatchObject({ code: "NOT_AN_OPERATOR" });
  expect(await send(elsewhere, { operator: "olga" }, "createTestUser", { subject: "tess" })).toMatchObject({ alreadyCreated: true });
  expect(await send(elsewhere, { operator: "olga" }, "createTestUser", { subject: "tina", issuer: "urn:other" })).toMatchObject({ alreadyCreated: false });
  expect(await send(inDevelopment, null, "createTestUser", { subject: "tom" })).toMatchObject({ code: "SIGNED_OUT" });
  expect(await send(inDevelopment, "dora", "createTestUser", { subject: "x".repeat(256) })).toMatchObject({ code: "INVALID_SUBJECT" });
});

test("a test user reaches day 30 at once, on any server, and nobody else is touched", async () => {
  await send(elsewhere, "alice", "checkIn");
  const before = await homeOf("alice");
  for (let day = 1; day < 30; day++) {
    await send(elsewhere, "tess", "checkIn");
    await send(elsewhere, "tess", "advanceMyClock", { days: 1, idempotencyKey: randomUUID() });
  }
  expect(await send(elsewhere, "tess", "checkIn")).toMatchObject({
    day: "2026-03-30",
    state: { clockAheadHours: 29 * 24, streak: { current: 30, status: "DONE_TODAY" } },
  });
  expect(await homeOf("tess")).toMatchObject({
    me: {
      state: { asOf: "2026-03-30T12:00:00.000000+00:00", today: "2026-03-30" },
      rewards: expect.arrayContaining([{ rewardId: "streak_30", status: "CLAIMABLE" }]),
      journal: { nodes: [{ kind: "CHECK_IN" }, { kind: "CLOCK", occurredAt: "2026-03-30T12:00:00.000000+00:00" }, { kind: "CHECK_IN" }] },
    },
  });
  expect(await homeOf("alice")).toEqual(before);
  expect(before).toMatchObject({ me: { state: { today: "2026-03-01", clockAheadHours: null } } });
});

test("a move is made once for each key, and only by a test user", async () => {
  const move = { hours: 5, idempotencyKey: randomUUID() };
  const first = await send(inDevelopment, "tess", "advanceMyClock", move);
  expect(first).toMatchObject({ occurredAt: "2026-03-30T17:00:00.000000+00:00", replayed: false, state: { clockAheadHours: 701 } });
  expect(await send(elsewhere, "tess", "advanceMyClock", { ...move, days: 0 })).toEqual({ ...(first as object), replayed: true });
  expect(await send(inDevelopment, "tess", "advanceMyClock", { ...move, hours: 6 })).toMatchObject({ code: "IDEMPOTENCY_KEY_REUSED" });
  expect(await send(inDevelopment, "tess", "advanceMyClock", { hours: -1, idempotencyKey: randomUUID() })).toMatchObject({ code: "INVALID_AMOUNT" });
  expect(await send(inDevelopment, "alice", "advanceMyClock", move)).toEqual({
    code: "NOT_A_TEST_USER",
    message: expect.stringContaining("createTestUser"),
  });
  expect(await send(inDevelopment, "alice", "createTestUser", { subject: "alice" })).toMatchObject({ code: "NOT_A_TEST_USER" });
});
