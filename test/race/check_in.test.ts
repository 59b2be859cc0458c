/** 200 check-ins of one user at once, through two servers, day after day: one effect a day, one answer for all. */
import { createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { startServer } from "../support/server.ts";
import type { TestServer } from "../support/server.ts";

const days = 20;
const callsADay = 200;
const checkIn = `mutation { checkIn(input: {}) { result {
  day mark checkedInAt alreadyCheckedIn freezesUsed
  gave { points energy xp freezes items { itemId quantity } }
  unlocked { rewardId periodKey unlockedAt }
  claimed { rewardId periodKey claimedAt gave { points energy xp freezes } }
  state { asOf today points energy { value } level { xp } streak { current longest status freezes } sequenceNumber }
} } }`;

interface CheckIn {
  checkIn: { result: { day: string; alreadyCheckedIn: boolean; state: { streak: { current: number } } } };
}

let database: TestDatabase;
let servers: [TestServer, TestServer];

beforeAll(async () => {
  database = await createTestDatabase();
  servers = await Promise.all([startServer(database), startServer(database)]);
});

afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  await database.drop();
});

test(`${callsADay} concurrent check-ins on each of ${days} days have one effect a day and one answer`, async () => {
  for (let day = 1; day <= days; day++) {
    await database.setClock(new Date(Date.UTC(2026, 2, day, 12)));
    const answers = await Promise.all(
      Array.from({ length: callsADay }, async (_, call) => servers[call % 2 ? 1 : 0].send<CheckIn>("racer", checkIn)),
    );
    expect(answers.filter((answer) => answer.errors !== undefined || answer.status !== 200)).toEqual([]);
    const results = answers.map((answer) => answer.data?.checkIn.result);
    expect(results.filter((result) => result?.alreadyCheckedIn === false)).toHaveLength(1);
    const contents = new Set(results.map((result) => JSON.stringify({ ...result, alreadyCheckedIn: undefined })));
    expect(contents.size).toBe(1);
    expect(results[0]?.state.streak.current).toBe(day);
  }
});

test("the journal has one check-in for each day, numbers without gaps, and sums up to the state", async () => {
  const [summary] = await database.query<Record<string, unknown>>(`
    select count(*) filter (where e.kind = 'check_in')::int as check_ins,
      count(distinct e.day) filter (where e.kind = 'check_in')::int as days,
      max(e.sequence_number) = count(*) as has_no_gaps,
      sum(e.points_delta) = max(s.points) as points_add_up,
      sum(e.energy_refilled + e.energy_delta) = max(s.energy) as energy_adds_up,
      sum(e.xp_delta) = max(s.xp) as xp_adds_up,
      sum(e.freezes_granted - e.freezes_used) = cardinality(max(s.freezes)) as freezes_add_up
    from app_public.journal_entries e join app_private.user_states s using (user_id)`);
  expect(summary).toEqual({
    check_ins: days,
    days,
    has_no_gaps: true,
    points_add_up: true,
    energy_adds_up: true,
    xp_adds_up: true,
    freezes_add_up: true,
  });
});
