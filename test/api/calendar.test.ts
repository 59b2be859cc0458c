/** A user who is away, pays for what was missed and is excused, and the operator who excuses everybody: all over GraphQL. */
import { createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { startServer } from "../support/server.ts";
import type { Caller, TestServer } from "../support/server.ts";

let database: TestDatabase;
let server: TestServer;

beforeAll(async () => {
  database = await createTestDatabase();
  await database.query(
    `select test.add_reward('{"id": "purse", "gives_points": 190, "auto_claim": true}', '{"check_ins": 1}')`,
  );
  server = await startServer(database);
});

afterAll(async () => {
  await server.stop();
  await database.drop();
});

const olga = { operator: "olga" };
const checkIn = "mutation { checkIn(input: {}) { result { day freezesUsed state { points streak { current status } } } } }";
const streak = `{ me { state { points streak {
  current longest status expiresAt freezes pausedFrom pausedUntil repair { day missedDays points until current }
} } } }`;
const pause = `mutation ($until: Date!) { pauseStreak(input: { until: $until }) { result {
  unlocked { rewardId } claimed { rewardId } state { streak { current status expiresAt pausedFrom pausedUntil } }
} } }`;
const repair = `mutation ($day: Date!) { repairStreak(input: { day: $day }) { result {
  days points alreadyRepaired unlocked { rewardId } claimed { rewardId } state { points streak { current status repair { day } } }
} } }`;
const declare = `mutation ($firstDay: Date!, $lastDay: Date!, $reason: String!) {
  declareAmnesty(input: { firstDay: $firstDay, lastDay: $lastDay, reason: $reason }) { result {
    amnestyId firstDay lastDay reason declaredAt alreadyDeclared
  } }
}`;
const preview = `query ($firstDay: Date!, $lastDay: Date!) { previewAmnesty(firstDay: $firstDay, lastDay: $lastDay) {
  users runsRestored freezesReturned pointsReturned
  mostAffected { userId streakBefore streakAfter longestBefore longestAfter freezesReturned pointsReturned days }
} }`;

async function answerOf(caller: Caller, query: string, variables?: Record<string, unknown>): Promise<unknown> {
  const { data, errors } = await server.send<unknown>(caller, query, variables);
  expect(errors).toBeUndefined();
  return data;
}

async function codeOf(caller: Caller, query: string, variables?: Record<string, unknown>): Promise<string | undefined> {
  const { errors } = await server.send(caller, query, variables);
  expect(errors).toHaveLength(1);
  expect(errors?.[0]?.message).toMatch(/^\S.*\. \S.*\.$/s);
  return errors?.[0]?.extensions?.code;
}

async function checkInOn(user: string, ...days: number[]): Promise<unknown> {
  let answer: unknown;
  for (const day of days) {
    await database.setClock(new Date(Date.UTC(2026, 2, day, 12)));
    answer = await answerOf(user, checkIn);
  }
  return answer;
}

describe("the story of alice", () => {
  test("there is no streak to pause before the first check-in, and nothing to repair", async () => {
    await database.setClock("2026-03-01T12:00:00Z");
    expect(await codeOf("alice", pause, { until: "2026-03-05" })).toBe("NO_STREAK");
    expect(await codeOf("alice", repair, { day: "2026-02-28" })).toBe("NOTHING_TO_REPAIR");
    expect(await database.query("select from app_private.users")).toHaveLength(0);
  });

  test("a pause from tomorrow on says from when until when it is, and when the run ends after it", async () => {
    await checkInOn("alice", 1, 2, 3);
    expect(await answerOf("alice", pause, { until: "2026-03-05" })).toEqual({
      pauseStreak: {
        result: {
          unlocked: [],
          claimed: [],
          state: {
            streak: {
              current: 3,
              status: "DONE_TODAY",
              expiresAt: "2026-03-07T02:00:00.000000+00:00",
              pausedFrom: "2026-03-04",
              pausedUntil: "2026-03-05",
            },
          },
        },
      },
    });
  });

  test("on its days the streak is paused, its end can be moved, and not too far", async () => {
    await database.setClock("2026-03-05T12:00:00Z");
    expect(await codeOf("alice", pause, { until: "2026-04-03" })).toBe("INVALID_PAUSE");
    expect(await codeOf("alice", pause, { until: "2026-03-04" })).toBe("INVALID_PAUSE");
    expect(await answerOf("alice", pause, { until: "2026-03-06" })).toMatchObject({
      pauseStreak: { result: { state: { streak: { status: "PAUSED", expiresAt: null, pausedUntil: "2026-03-06" } } } },
    });
    expect(await answerOf("alice", '{ me { calendar(since: "2026-03-03", until: "2026-03-07") { day mark counts reason } } }')).toEqual({
      me: {
        calendar: [
          { day: "2026-03-03", mark: "CHECK_IN", counts: true, reason: "Checked in." },
          { day: "2026-03-04", mark: "PAUSE", counts: false, reason: "Paused." },
          { day: "2026-03-05", mark: null, counts: false, reason: "Paused; a check-in ends the pause." },
          { day: "2026-03-06", mark: null, counts: false, reason: "To be paused." },
          { day: "2026-03-07", mark: null, counts: false, reason: "Not yet come." },
        ],
      },
    });
  });

  test("a run that ends after the pause can be repaired, for points", async () => {
    await database.setClock("2026-03-09T12:00:00Z");
    expect(await codeOf("alice", pause, { until: "2026-03-12" })).toBe("NO_STREAK");
    expect(await answerOf("alice", streak)).toEqual({
      me: {
        state: {
          points: "215",
          streak: {
            current: 0,
            longest: 3,
            status: "BROKEN",
            expiresAt: null,
            freezes: 0,
            pausedFrom: null,
            pausedUntil: null,
            repair: { day: "2026-03-08", missedDays: 2, points: "100", until: "2026-03-11", current: 3 },
          },
        },
      },
    });
  });

  test("a double tap pays once", async () => {
    const repaired = (alreadyRepaired: boolean) => ({
      repairStreak: {
        result: {
          days: ["2026-03-07", "2026-03-08"],
          points: "100",
          alreadyRepaired,
          unlocked: [],
          claimed: [],
          state: { points: "115", streak: { current: 3, status: "AT_RISK", repair: null } },
        },
      },
    });
    expect(await answerOf("alice", repair, { day: "2026-03-08" })).toEqual(repaired(false));
    expect(await answerOf("alice", repair, { day: "2026-03-08" })).toEqual(repaired(true));
    expect(await checkInOn("alice", 9)).toMatchObject({ checkIn: { result: { state: { streak: { current: 4 } } } } });
  });

  test("what costs too much, comes too late, or was not missed, is refused", async () => {
    await database.setClock("2026-03-13T12:00:00Z");
    expect(await codeOf("alice", repair, { day: "2026-03-10" })).toBe("NOT_ENOUGH_POINTS");
    await checkInOn("alice", 13);
    expect(await codeOf("alice", repair, { day: "2026-03-09" })).toBe("NOTHING_TO_REPAIR");
    await database.setClock("2026-03-16T12:00:00Z");
    expect(await codeOf("alice", repair, { day: "2026-03-10" })).toBe("REPAIR_TOO_LATE");
  });

  test("an operator foresees what an amnesty would give back, and to whom", async () => {
    const [alice] = await database.query<{ id: string }>("select user_id as id from app_private.users");
    expect(await answerOf(olga, preview, { firstDay: "2026-03-07", lastDay: "2026-03-15" })).toEqual({
      previewAmnesty: {
        users: 1,
        runsRestored: 1,
        freezesReturned: "0",
        pointsReturned: "100",
        mostAffected: [
          {
            userId: alice?.id,
            streakBefore: 0,
            streakAfter: 5,
            longestBefore: 4,
            longestAfter: 5,
            freezesReturned: 0,
            pointsReturned: "100",
            days: 7,
          },
        ],
      },
    });
  });

  test("declared, it answers what it is, and a repeat answers the same", async () => {
    const days = { firstDay: "2026-03-07", lastDay: "2026-03-15" };
    const declared = (alreadyDeclared: boolean) => ({
      declareAmnesty: {
        result: { amnestyId: 1, ...days, reason: "Outage.", declaredAt: "2026-03-16T12:00:00.000000+00:00", alreadyDeclared },
      },
    });
    expect(await answerOf(olga, declare, { ...days, reason: "Outage." })).toEqual(declared(false));
    await database.setClock("2026-03-16T18:00:00Z");
    expect(await answerOf(olga, declare, { ...days, reason: "Another." })).toEqual(declared(true));
    expect(await answerOf(olga, preview, days)).toMatchObject({ previewAmnesty: { users: 0, mostAffected: [] } });
  });

  test("the home screen shows it at once, and nothing of it is stored yet", async () => {
    const home = `{ me { state { points lifetimePoints streak { current longest status repair { day } } }
      calendar(since: "2026-03-07") { day mark reason markedAt } journal(first: 1) { nodes { kind } } } }`;
    const excused = (day: string) => ({ day, mark: "AMNESTY", reason: "Excused by an amnesty: Outage.", markedAt: null });
    const checkedIn = (day: string) => ({ day, mark: "CHECK_IN", reason: "Checked in.", markedAt: `${day}T12:00:00.000000+00:00` });
    expect(await answerOf("alice", home)).toEqual({
      me: {
        state: { points: "225", lifetimePoints: "225", streak: { current: 5, longest: 5, status: "AT_RISK", repair: null } },
        calendar: [
          excused("2026-03-07"),
          excused("2026-03-08"),
          checkedIn("2026-03-09"),
          ...["2026-03-10", "2026-03-11", "2026-03-12"].map(excused),
          checkedIn("2026-03-13"),
          ...["2026-03-14", "2026-03-15"].map(excused),
          { day: "2026-03-16", mark: null, reason: "Open: no check-in yet.", markedAt: null },
        ],
        journal: { nodes: [{ kind: "CHECK_IN" }] },
      },
    });
  });

  test("the next check-in stores it before its own entry, dated at the declaration", async () => {
    await answerOf("alice", checkIn);
    const journal = "{ me { journal(first: 2) { nodes { kind occurredAt pointsDelta lastAmnestyId runLength } } } }";
    expect(await answerOf("alice", journal)).toEqual({
      me: {
        journal: {
          nodes: [
            { kind: "CHECK_IN", occurredAt: "2026-03-16T18:00:00.000000+00:00", pointsDelta: "5", lastAmnestyId: 1, runLength: 6 },
            { kind: "AMNESTY", occurredAt: "2026-03-16T12:00:00.000000+00:00", pointsDelta: "100", lastAmnestyId: 1, runLength: 5 },
          ],
        },
      },
    });
  });
});

describe("who may not excuse anybody", () => {
  const days = { firstDay: "2026-03-07", lastDay: "2026-03-15" };

  test.each([
    ["SIGNED_OUT", null],
    ["NOT_AN_OPERATOR", "alice"],
  ])("%s for %s", async (code, caller) => {
    expect(await codeOf(caller, declare, { ...days, reason: "Outage." })).toBe(code);
    expect(await codeOf(caller, preview, days)).toBe(code);
  });

  test("nobody signed out pauses or repairs anything", async () => {
    expect(await codeOf(null, pause, { until: "2026-03-20" })).toBe("SIGNED_OUT");
    expect(await codeOf(null, repair, { day: "2026-03-15" })).toBe("SIGNED_OUT");
  });

  test("an operator is a user too, with a streak of their own", async () => {
    await database.setClock("2026-03-20T12:00:00Z");
    expect(await answerOf(olga, checkIn)).toMatchObject({ checkIn: { result: { state: { streak: { current: 1 } } } } });
    expect(await answerOf(olga, streak)).toMatchObject({ me: { state: { streak: { current: 1, status: "DONE_TODAY" } } } });
    expect(await answerOf("olga", pause, { until: "2026-03-22" })).toMatchObject({
      pauseStreak: { result: { state: { streak: { pausedFrom: "2026-03-21" } } } },
    });
  });
});

describe("what is no amnesty is INVALID_AMNESTY", () => {
  test.each([
    ["the last day before the first", { firstDay: "2026-03-15", lastDay: "2026-03-14", reason: "Outage." }],
    ["32 days", { firstDay: "2026-03-01", lastDay: "2026-04-01", reason: "Outage." }],
    ["no reason", { firstDay: "2026-03-14", lastDay: "2026-03-15", reason: "" }],
    ["a story for a reason", { firstDay: "2026-03-14", lastDay: "2026-03-15", reason: "x".repeat(201) }],
  ])("%s", async (_, variables) => {
    expect(await codeOf(olga, declare, variables)).toBe("INVALID_AMNESTY");
  });

  test("nor can it be previewed", async () => {
    expect(await codeOf(olga, preview, { firstDay: "2026-03-15", lastDay: "2026-03-14" })).toBe("INVALID_AMNESTY");
  });
});

test("a day that is none is INVALID_INPUT to each", async () => {
  const codeOfInput = async (caller: Caller, query: string): Promise<string | undefined> =>
    (await server.send(caller, query)).errors?.[0]?.extensions?.code;
  expect(await codeOfInput("alice", 'mutation { pauseStreak(input: { until: "2026-02-30" }) { result { state { points } } } }')).toBe("INVALID_INPUT");
  expect(await codeOfInput("alice", 'mutation { repairStreak(input: { day: "yesterday" }) { result { points } } }')).toBe("INVALID_INPUT");
  expect(
    await codeOfInput(olga, 'mutation { declareAmnesty(input: { firstDay: "2026-03-32", lastDay: "2026-04-01", reason: "x" }) { result { amnestyId } } }'),
  ).toBe("INVALID_INPUT");
});
