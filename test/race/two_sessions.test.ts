/** Two devices of one user, step by step: the second waits for the first, then answers as if it had come after it. */
import { createTestDatabase } from "../support/database.ts";
import { sessionsOf } from "../support/sessions.ts";
import type { Session } from "../support/sessions.ts";

const checkIn = "select to_jsonb(c) as answer from app_public.check_in() as c";
const checkInOn = (day: string) => `select to_jsonb(c) as answer from app_public.check_in('${day}') as c`;
const bootstrap = "select to_jsonb(s) as answer from app_public.bootstrap(zone => 'Asia/Tokyo') as s";
const settings = "select to_jsonb(s) as answer from app_public.update_settings(day_start_hour => 4) as s";
const claim = (reward: string) => `select to_jsonb(c) as answer from app_public.claim_reward('${reward}') as c`;

const beforeMidnight = "2026-03-04T23:59:59+00:00";
const afterMidnight = "2026-03-05T00:00:01+00:00";

const database = await createTestDatabase();
const { open, end } = sessionsOf(database);
afterEach(end);
afterAll(database.drop);

const openTwo = async (user: string): Promise<[Session, Session]> => Promise.all([open(user), open(user)]);

/** A user's entries in order: number, kind, points. */
async function journalOf(user: string): Promise<unknown[]> {
  const rows = await database.query<{ entry: string }>(
    `select concat_ws(' ', e.sequence_number, e.kind, e.points_delta) as entry
     from app_public.journal_entries as e where e.user_id = test.user_id($1) order by e.sequence_number`,
    [user],
  );
  return rows.map(({ entry }) => entry);
}

describe("of a user who does not exist yet, while the first check-in is not committed,", () => {
  const created = ["1 bootstrap 0", "2 check_in 5", "3 claim 10"];
  const commands = [
    {
      what: "a bootstrap",
      sql: bootstrap,
      committed: { answer: { sequence_number: 3, zone: "UTC" }, journal: created },
      rolledBack: { answer: { sequence_number: 1, zone: "Asia/Tokyo" }, journal: ["1 bootstrap 0"] },
    },
    {
      what: "a check-in",
      sql: checkIn,
      committed: { answer: { already_checked_in: true, state: { points: 15 } }, journal: created },
      rolledBack: { answer: { already_checked_in: false, state: { points: 15 } }, journal: created },
    },
    {
      what: "a claim",
      sql: claim("first_check_in"),
      committed: { answer: { already_claimed: true, state: { points: 15 } }, journal: created },
      rolledBack: { answer: { sqlstate: "RW002" }, journal: [] },
    },
    {
      what: "a change of settings",
      sql: settings,
      committed: { answer: { state: { points: 15, day_start_hour: 4 } }, journal: [...created, "4 settings 0"] },
      rolledBack: { answer: { state: { points: 0, day_start_hour: 4 } }, journal: ["1 bootstrap 0", "2 settings 0"] },
    },
  ];
  beforeEach(async () => database.setClock("2026-03-01T12:00:00Z"));

  test.each(commands)("$what waits, and comes second after the commit", async ({ what, sql, committed }) => {
    const user = `${what}, second`;
    const [first, second] = await openTwo(user);
    await first.run("begin");
    await first.run(checkIn);
    const { answer } = await second.waitFor(first, sql);
    await first.run("commit");
    expect(await answer).toMatchObject(committed.answer);
    expect(await journalOf(user)).toEqual(committed.journal);
  });

  test.each(commands)("$what waits, and comes first after a roll-back", async ({ what, sql, rolledBack }) => {
    const user = `${what}, first`;
    const [first, second] = await openTwo(user);
    await first.run("begin");
    await first.run(checkIn);
    const { answer } = await second.waitFor(first, sql);
    await first.run("rollback");
    expect(await answer).toMatchObject(rolledBack.answer);
    expect(await journalOf(user)).toEqual(rolledBack.journal);
  });
});

test("a check-in that waits for the bootstrap of its user is one in the bootstrap's zone", async () => {
  await database.setClock("2026-03-01T20:00:00Z");
  const [first, second] = await openTwo("bootstrapped elsewhere");
  await first.run("begin");
  await first.run(bootstrap);
  const { answer } = await second.waitFor(first, checkIn);
  await first.run("commit");
  expect(await answer).toMatchObject({ already_checked_in: false, day: "2026-03-02", state: { zone: "Asia/Tokyo" } });
  expect(await journalOf("bootstrapped elsewhere")).toEqual(["1 bootstrap 0", "2 check_in 5", "3 claim 10"]);
});

describe("of a user with a streak,", () => {
  const streak = async (user: string, days: number): Promise<[Session, Session]> => {
    const sessions = await openTwo(user);
    await sessions[0].run(`select test.check_in_daily('2026-03-01 12:00+00', ${days})`);
    return sessions;
  };

  test("a check-in waits for a claim, and both take effect in this order", async () => {
    const [first, second] = await streak("claims, checks in", 3);
    await database.setClock("2026-03-04T12:00:00Z");
    await first.run("begin");
    expect(await first.run(claim("streak_3"))).toMatchObject({ already_claimed: false, state: { points: 75 } });
    const { answer } = await second.waitFor(first, checkIn);
    await first.run("commit");
    expect(await answer).toMatchObject({ already_checked_in: false, state: { points: 80, streak: { current: 4 } } });
    expect((await journalOf("claims, checks in")).slice(-2)).toEqual(["6 claim 50", "7 check_in 5"]);
  });

  test("a claim waits for the check-in that unlocks it, and both take effect in this order", async () => {
    const [first, second] = await streak("checks in, claims", 2);
    await database.setClock("2026-03-03T12:00:00Z");
    await first.run("begin");
    await first.run(checkIn);
    const { answer } = await second.waitFor(first, claim("streak_3"));
    await first.run("commit");
    expect(await answer).toMatchObject({ already_claimed: false, state: { points: 75, streak: { current: 3 } } });
    expect((await journalOf("checks in, claims")).slice(-2)).toEqual(["5 check_in 5", "6 claim 50"]);
  });

  test("a claim is refused when the check-in that would have unlocked it rolls back", async () => {
    const [first, second] = await streak("rolls back, claims", 2);
    await database.setClock("2026-03-03T12:00:00Z");
    await first.run("begin");
    await first.run(checkIn);
    const { answer } = await second.waitFor(first, claim("streak_3"));
    await first.run("rollback");
    expect(await answer).toEqual({ sqlstate: "RW002" });
  });

  test.each([
    { what: "a check-in", first: claim("streak_3"), second: checkIn, dated: { day: "2026-03-05", mark: "check_in" } },
    { what: "a late check-in", first: claim("streak_3"), second: checkInOn("2026-03-04"), dated: { day: "2026-03-04", mark: "late" } },
    { what: "a claim", first: checkIn, second: claim("streak_3"), dated: { claim: { claimed_at: afterMidnight } } },
    { what: "a change of settings", first: checkIn, second: settings, dated: {} },
  ])("$what that waits past midnight is dated after the wait", async ({ what, first, second, dated }) => {
    const [holder, waiter] = await streak(`${what} at midnight`, 3);
    await database.setClock(beforeMidnight);
    await holder.run("begin");
    await holder.run(first);
    const { answer } = await waiter.waitFor(holder, second);
    await database.setClock(afterMidnight);
    await holder.run("commit");
    expect(await answer).toMatchObject({ ...dated, state: { as_of: afterMidnight } });
  });

  test.each([
    { what: "a check-in", first: claim("streak_3"), second: checkIn },
    { what: "a claim", first: checkIn, second: claim("streak_3") },
    { what: "a change of settings", first: checkIn, second: settings },
  ])("$what is not dated before what it waited for, though the clock goes back", async ({ what, first, second }) => {
    const [holder, waiter] = await streak(`${what} and the clock`, 3);
    await database.setClock(afterMidnight);
    await holder.run("begin");
    await holder.run(first);
    const { answer } = await waiter.waitFor(holder, second);
    await database.setClock(beforeMidnight);
    await holder.run("commit");
    expect(await answer).toMatchObject({ state: { as_of: afterMidnight, today: "2026-03-05" } });
  });

  test("a claim that waits until it is too late is refused", async () => {
    await database.query(
      `select test.add_reward('{"id": "brief", "gives_points": 1, "claim_within_hours": 1}', '{"current_streak": 2}')`,
    );
    const [first, second] = await streak("too late", 2);
    await database.setClock("2026-03-02T12:59:59Z");
    await first.run("begin");
    await first.run(settings);
    const { answer } = await second.waitFor(first, claim("brief"));
    await database.setClock("2026-03-02T13:00:00Z");
    await first.run("commit");
    expect(await answer).toEqual({ sqlstate: "RW003" });
  });

  test("the second of a double tap waits, and answers the same check-in", async () => {
    const [first, second] = await streak("taps twice", 2);
    await database.setClock("2026-03-03T12:00:00Z");
    await first.run("begin");
    const tapped = await first.run(checkIn);
    const { answer } = await second.waitFor(first, checkIn);
    await first.run("commit");
    expect(tapped).toMatchObject({ already_checked_in: false, unlocked: [{ reward_id: "streak_3" }] });
    expect(await answer).toEqual({ ...tapped, already_checked_in: true });
    expect((await journalOf("taps twice")).slice(-2)).toEqual(["4 check_in 5", "5 check_in 5"]);
  });

  test("the second of a double tap makes the check-in when the first rolls back", async () => {
    const [first, second] = await streak("taps again", 2);
    await database.setClock("2026-03-03T12:00:00Z");
    await first.run("begin");
    const tapped = await first.run(checkIn);
    const { answer } = await second.waitFor(first, checkIn);
    await first.run("rollback");
    expect(await answer).toEqual(tapped);
    expect((await journalOf("taps again")).slice(-2)).toEqual(["4 check_in 5", "5 check_in 5"]);
  });

  test("another user waits for nothing", async () => {
    const [first] = await streak("one user", 1);
    const [another] = await streak("another user", 1);
    await database.setClock("2026-03-02T12:00:00Z");
    await first.run("begin");
    await first.run(checkIn);
    expect(await another.run(checkIn)).toMatchObject({ already_checked_in: false });
  });
});

test("journals have no gap, never go back in time, add up, and end with the state", async () => {
  expect(
    await database.query(`
      select e.user_id from app_public.journal_entries as e join app_private.user_states as s using (user_id)
      group by e.user_id, s.sequence_number, s.points, s.xp, s.energy, s.last_occurred_at
      having (s.sequence_number, s.sequence_number, s.points, s.xp, s.energy, s.last_occurred_at) is distinct from
          (max(e.sequence_number), count(*), sum(e.points_delta), sum(e.xp_delta), sum(e.energy_refilled + e.energy_delta),
            max(e.occurred_at))
        or array_agg(e.occurred_at order by e.sequence_number) <> array_agg(e.occurred_at order by e.occurred_at)`),
  ).toEqual([]);
});
