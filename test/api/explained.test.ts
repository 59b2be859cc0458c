/** Why a streak, a balance and a reward are as they are, to the user and to an operator who is asked. */
import { createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { startServer } from "../support/server.ts";
import type { Caller, TestServer } from "../support/server.ts";

let database: TestDatabase;
let server: TestServer;

beforeAll(async () => {
  database = await createTestDatabase();
  server = await startServer(database);
  for (const day of [1, 2, 3]) {
    await database.setClock(new Date(Date.UTC(2026, 2, day, 20, 14)));
    await server.send("alice", "mutation { checkIn(input: {}) { result { day } } }");
  }
  await server.send("alice", 'mutation { claimReward(input: { rewardId: "streak_3" }) { result { alreadyClaimed } } }');
  await database.setClock("2026-03-05T12:00:00Z");
});

afterAll(async () => {
  await server.stop();
  await database.drop();
});

const olga = { operator: "olga" };
const fields = `
  explainStreak { text days { day mark counts streak why otherwise zone dayStartHour ruleVersionId markedAt sequenceNumber } }
  points: explainBalance(balance: POINTS) {
    text current refilledSince max nextAt fullAt entryCount parts { kind entries change text }
    entries { sequenceNumber occurredAt day kind what refilled change balanceAfter }
  }
  energy: explainBalance(balance: ENERGY, last: 1) { current refilledSince max nextAt entryCount entries { kind } }
  explainReward(rewardId: "streak_3") {
    text rewardId title status enabled periodKey conditions { metric current atLeast missing text }
    unlocked { periodKey unlockedAt ruleVersionId } unlockedBy claimed { automatic gave { points } } claimedBy
  }`;

async function userId(user: string): Promise<string> {
  const { data } = await server.send<{ me: { userId: string } }>(user, "{ me { userId } }");
  return data?.me.userId ?? "";
}

async function codeOf(caller: Caller, query: string, variables?: Record<string, unknown>): Promise<string | undefined> {
  return (await server.send(caller, query, variables)).errors?.[0]?.extensions?.code;
}

test("a user is told why", async () => {
  const { data, errors } = await server.send<{ me: Record<string, unknown> }>("alice", `{ me { ${fields} } }`);
  expect(errors).toBeUndefined();
  expect(data?.me).toMatchObject({
    explainStreak: {
      text: expect.stringMatching(/^Your streak is 0: the last one, of 3 days since 2026-03-01, ended on 2026-03-04\. .*\n\n2026-03-01, day 1: /),
      days: [
        {
          day: "2026-03-01",
          mark: "CHECK_IN",
          counts: true,
          streak: 1,
          why: "Checked in at 20:14 in UTC.",
          otherwise: "The streak began with it.",
          zone: "UTC",
          dayStartHour: 0,
          ruleVersionId: 1,
          markedAt: "2026-03-01T20:14:00.000000+00:00",
          sequenceNumber: "2",
        },
        { day: "2026-03-02", otherwise: "Without it the streak would have ended at 1 day on 2026-03-02." },
        { day: "2026-03-03" },
        { day: "2026-03-04", mark: null, counts: false, streak: 3, ruleVersionId: null, markedAt: null, sequenceNumber: null },
      ],
    },
    points: {
      text: expect.stringMatching(/^You have 75 points: 15 from 3 check-ins, 60 from 2 rewards\. /),
      current: "75",
      refilledSince: "0",
      max: null,
      nextAt: null,
      entryCount: "5",
      parts: [
        { kind: "CHECK_IN", entries: 3, change: "15", text: "15 from 3 check-ins" },
        { kind: "CLAIM", entries: 2, change: "60" },
      ],
      entries: [
        { sequenceNumber: "6", kind: "CLAIM", what: 'Claimed "Three in a row"', refilled: "0", change: "50", balanceAfter: "75" },
        { kind: "CHECK_IN" },
        { kind: "CHECK_IN" },
        { kind: "CLAIM" },
        { kind: "CHECK_IN" },
      ],
    },
    energy: { current: "100", max: "100", entryCount: "3", entries: [{ kind: "CHECK_IN" }] },
    explainReward: {
      text: expect.stringMatching(/^You unlocked "Three in a row" at 2026-03-03 20:14 in UTC, by entry 5 .*It stays unlocked/),
      status: "CLAIMED",
      enabled: true,
      periodKey: "once",
      conditions: [{ metric: "current_streak", current: "0", atLeast: "3", missing: "3" }],
      unlocked: { periodKey: "once", ruleVersionId: 1 },
      unlockedBy: "5",
      claimed: { automatic: false, gave: { points: "50" } },
      claimedBy: "6",
    },
  });
});

test("an operator is told the same of anybody, in the same words", async () => {
  const user = await userId("alice");
  const mine = await server.send<{ me: unknown }>("alice", `{ me { ${fields} } }`);
  const seen = await server.send<{ user: unknown }>(olga, `query ($user: UUID!) { user(userId: $user) { ${fields} } }`, { user });
  expect(seen.errors).toBeUndefined();
  expect(seen.data?.user).toEqual(mine.data?.me);
});

test("nobody else is told", async () => {
  const user = await userId("alice");
  expect(await codeOf("bob", `query ($user: UUID!) { user(userId: $user) { ${fields} } }`, { user })).toBe("NOT_AN_OPERATOR");
  // Though the API gives bob no way to name alice, the functions would read nothing of hers.
  const asBob = `select set_config('role', 'app_user', false), set_config('app.issuer', 'dev', false), set_config('app.subject', 'bob', false)`;
  const client = await database.pool.connect();
  try {
    await client.query(asBob);
    const { rows } = await client.query<Record<string, string>>(
      `select (app_private.streak_explanation($1, now())).text as streak, (app_private.balance_explanation($1, 'points', 50, now())).text as points,
        (app_private.reward_explanation($1, 'streak_3', now())).text as reward`,
      [user],
    );
    expect(rows).toEqual([
      {
        streak: "Your streak is 0: you have not checked in yet.",
        points: "You have 0 points: nothing has been given or taken yet.",
        reward: 'You have not unlocked "Three in a row" yet. It asks for a streak of 3 days; yours is 0: 3 more.',
      },
    ]);
  } finally {
    client.release(true);
  }
});

test("who was never there and who is signed out ask too, and what is not there is refused", async () => {
  expect((await server.send("carol", "{ me { explainStreak { text days { day } } } }")).data).toEqual({
    me: { explainStreak: { text: "Your streak is 0: you have not checked in yet.", days: [] } },
  });
  expect((await server.send(null, "{ me { explainStreak { text } } }")).data).toEqual({ me: null });
  expect(await codeOf("alice", '{ me { explainReward(rewardId: "no_such") { text } } }')).toBe("UNKNOWN_REWARD");
  expect(await codeOf("alice", "{ me { explainBalance(balance: POINTS, last: 101) { text } } }")).toBe("INVALID_AMOUNT");
  expect(await codeOf("alice", "{ me { explainBalance(balance: LUCK) { text } } }")).toBe("INVALID_DOCUMENT");
});

test("the state of a past instant, to the user and to an operator who is asked", async () => {
  const then = 'stateAt(at: "2026-03-02T21:00:00Z") { asOf points streak { current status } } before: stateAt(at: "2026-02-01T00:00:00Z") { asOf }';
  const wanted = {
    stateAt: { asOf: "2026-03-02T21:00:00.000000+00:00", points: "20", streak: { current: 2, status: "DONE_TODAY" } },
    before: null,
  };
  expect((await server.send("alice", `{ me { ${then} } }`)).data).toEqual({ me: wanted });
  const asked = await server.send(olga, `query ($id: UUID!) { user(userId: $id) { ${then} } }`, { id: await userId("alice") });
  expect(asked.data).toEqual({ user: wanted });
  expect(await codeOf("alice", '{ me { stateAt(at: "infinity") { points } } }')).toBe("INVALID_INPUT");
});
