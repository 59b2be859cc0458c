/** The daily loop as a client sees it: check in, keep a streak, unlock, claim, all over GraphQL. */
import { createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { startServer } from "../support/server.ts";
import type { TestServer } from "../support/server.ts";

let database: TestDatabase;
let server: TestServer;

beforeAll(async () => {
  database = await createTestDatabase();
  server = await startServer(database);
});

afterAll(async () => {
  await server.stop();
  await database.drop();
});

const checkIn = `mutation ($day: Date) { checkIn(input: { day: $day }) { result {
  day mark alreadyCheckedIn freezesUsed gave { points energy xp }
  unlocked { rewardId } claimed { rewardId gave { points } }
  state { points streak { current status expiresAt } energy { value } }
} } }`;

async function answerOf(user: string, query: string, variables?: Record<string, unknown>): Promise<unknown> {
  const { data, errors } = await server.send<unknown>(user, query, variables);
  expect(errors).toBeUndefined();
  return data;
}

test("me is there before the first command, and reading it writes nothing", async () => {
  await database.setClock("2026-03-01T12:00:00Z");
  const me = "{ me { createdAt state { points streak { current status } energy { value } sequenceNumber } } }";
  expect(await answerOf("early", me)).toEqual({
    me: {
      createdAt: null,
      state: { points: "0", streak: { current: 0, status: "NONE" }, energy: { value: 50 }, sequenceNumber: "0" },
    },
  });
  expect(await database.query("select from app_private.users")).toHaveLength(0);
});

test("a first check-in creates the user and says everything that it changed", async () => {
  await database.setClock("2026-03-01T12:00:00Z");
  expect(await answerOf("alice", checkIn)).toEqual({
    checkIn: {
      result: {
        day: "2026-03-01",
        mark: "CHECK_IN",
        alreadyCheckedIn: false,
        freezesUsed: 0,
        gave: { points: "5", energy: 20, xp: "10" },
        unlocked: [{ rewardId: "first_check_in" }],
        claimed: [{ rewardId: "first_check_in", gave: { points: "10" } }],
        state: {
          points: "15",
          streak: { current: 1, status: "DONE_TODAY", expiresAt: "2026-03-03T02:00:00.000000+00:00" },
          energy: { value: 70 },
        },
      },
    },
  });
});

test("on the third day a reward unlocks; claiming it twice pays once", async () => {
  for (const day of ["2026-03-02", "2026-03-03"]) {
    await database.setClock(`${day}T12:00:00Z`);
    await answerOf("alice", checkIn);
  }
  const claim = `mutation { claimReward(input: { rewardId: "streak_3" }) { result {
    alreadyClaimed claim { rewardId periodKey gave { points } } state { points }
  } } }`;
  const claimed = (alreadyClaimed: boolean) => ({
    claimReward: {
      result: {
        alreadyClaimed,
        claim: { rewardId: "streak_3", periodKey: "once", gave: { points: "50" } },
        state: { points: "75" },
      },
    },
  });
  expect(await answerOf("alice", claim)).toEqual(claimed(false));
  expect(await answerOf("alice", claim)).toEqual(claimed(true));
});

test("what is owned is readable: unlocked when, claimed when, what for, under which rules", async () => {
  const owned = `{ me { ownedRewards { totalCount nodes {
    unlocked { rewardId periodKey unlockedAt ruleVersionId } claimed { claimedAt automatic ruleVersionId gave { points } }
  } } } }`;
  const unlocked = (rewardId: string, day: string) => ({
    rewardId,
    periodKey: "once",
    unlockedAt: `${day}T12:00:00.000000+00:00`,
    ruleVersionId: 1,
  });
  const claimed = (day: string, automatic: boolean, points: string) => ({
    claimedAt: `${day}T12:00:00.000000+00:00`,
    automatic,
    ruleVersionId: 1,
    gave: { points },
  });
  expect(await answerOf("alice", owned)).toEqual({
    me: {
      ownedRewards: {
        totalCount: 2,
        nodes: [
          { unlocked: unlocked("streak_3", "2026-03-03"), claimed: claimed("2026-03-03", false, "50") },
          { unlocked: unlocked("first_check_in", "2026-03-01"), claimed: claimed("2026-03-01", true, "10") },
        ],
      },
    },
  });
});

test("an unlock that was not claimed has no claim", async () => {
  await database.setClock("2026-03-03T12:00:00Z");
  await database.query("update app_private.rewards set auto_claim = false where id = 'first_check_in'");
  await answerOf("waiting", checkIn);
  await database.query("update app_private.rewards set auto_claim = true where id = 'first_check_in'");
  expect(await answerOf("waiting", "{ me { ownedRewards { nodes { unlocked { rewardId } claimed { claimedAt } } } } }")).toEqual({
    me: { ownedRewards: { nodes: [{ unlocked: { rewardId: "first_check_in" }, claimed: null }] } },
  });
});

test("yesterday can be checked in late within the grace", async () => {
  await database.setClock("2026-03-05T01:59:59Z");
  expect(await answerOf("alice", checkIn, { day: "2026-03-04" })).toMatchObject({
    checkIn: { result: { day: "2026-03-04", mark: "LATE", state: { streak: { current: 4, status: "AT_RISK" } } } },
  });
});

test("a streak that has died is shown dead at once, and the calendar says why", async () => {
  await database.setClock("2026-03-06T01:59:59Z");
  const query = '{ me { state { streak { current status } } calendar(since: "2026-03-03") { day mark reason } } }';
  expect(await answerOf("alice", query)).toMatchObject({ me: { state: { streak: { current: 4, status: "AT_RISK" } } } });
  await database.setClock("2026-03-06T02:00:00Z");
  expect(await answerOf("alice", query)).toEqual({
    me: {
      state: { streak: { current: 0, status: "BROKEN" } },
      calendar: [
        { day: "2026-03-03", mark: "CHECK_IN", reason: "Checked in." },
        { day: "2026-03-04", mark: "LATE", reason: "Checked in late, within the grace." },
        { day: "2026-03-05", mark: null, reason: "Missed." },
        { day: "2026-03-06", mark: null, reason: "Open: no check-in yet." },
      ],
    },
  });
});

test("settings take effect at once, and every answer names zone and day", async () => {
  const settings = `mutation { updateSettings(input: { zone: "Asia/Tokyo", dayStartHour: 4 }) {
    result { state { zone dayStartHour today dayEndsAt } }
  } }`;
  expect(await answerOf("alice", settings)).toEqual({
    updateSettings: {
      result: {
        state: {
          zone: "Asia/Tokyo",
          dayStartHour: 4,
          today: "2026-03-06",
          dayEndsAt: "2026-03-06T19:00:00.000000+00:00",
        },
      },
    },
  });
});

test("the journal can be paged, latest first, and sums up", async () => {
  const journal = `{ me { state { points } journal(first: 2) {
    nodes { sequenceNumber kind pointsDelta } pageInfo { hasNextPage } totalCount aggregates { sum { pointsDelta } }
  } } }`;
  expect(await answerOf("alice", journal)).toEqual({
    me: {
      state: { points: "80" },
      journal: {
        nodes: [
          { sequenceNumber: "8", kind: "SETTINGS", pointsDelta: "0" },
          { sequenceNumber: "7", kind: "CHECK_IN", pointsDelta: "5" },
        ],
        pageInfo: { hasNextPage: true },
        totalCount: 8,
        aggregates: { sum: { pointsDelta: "80" } },
      },
    },
  });
});
