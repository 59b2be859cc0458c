/** Two devices of one user who pauses or repairs, step by step: paid once, and each as if it had come after the other. */
import { createTestDatabase } from "../support/database.ts";
import { sessionsOf } from "../support/sessions.ts";
import type { Session } from "../support/sessions.ts";

const checkIn = "select to_jsonb(c) as answer from app_public.check_in() as c";
const pause = (until: string) => `select to_jsonb(p) as answer from app_public.pause_streak('${until}') as p`;
const repair = (day: string) => `select to_jsonb(r) as answer from app_public.repair_streak('${day}') as r`;
const settings = "select to_jsonb(s) as answer from app_public.update_settings(day_start_hour => 4) as s";

const database = await createTestDatabase();
const { open, end } = sessionsOf(database);
beforeAll(async () =>
  database.query(`select test.add_reward('{"id": "purse", "gives_points": 450, "auto_claim": true}', '{"check_ins": 1}')`),
);
afterEach(end);
afterAll(database.drop);

/** Two devices of a user of three check-ins, on the 1st to the 3rd of March, with 475 points. */
async function openTwo(user: string): Promise<[Session, Session]> {
  const sessions = await Promise.all([open(user), open(user)]);
  await sessions[0].run("select test.check_in_daily('2026-03-01 12:00+00', 3)");
  return sessions;
}

/** A user's entries after the first six: kind, day, points. */
async function journalOf(user: string): Promise<unknown[]> {
  const rows = await database.query<{ entry: string }>(
    `select concat_ws(' ', e.kind, e.day, e.points_delta) as entry
     from app_public.journal_entries as e where e.user_id = test.user_id($1) and e.sequence_number > 6 order by e.sequence_number`,
    [user],
  );
  return rows.map(({ entry }) => entry);
}

describe("a repair", () => {
  test("of a double tap waits, answers the same, and is paid once", async () => {
    const [first, second] = await openTwo("taps twice");
    await database.setClock("2026-03-06T12:00:00Z");
    await first.run("begin");
    const tapped = await first.run(repair("2026-03-05"));
    const { answer } = await second.waitFor(first, repair("2026-03-05"));
    await first.run("commit");
    expect(tapped).toMatchObject({ already_repaired: false, points: 100, state: { points: 375, streak: { current: 3 } } });
    expect(await answer).toEqual({ ...tapped, already_repaired: true });
    expect(await journalOf("taps twice")).toEqual(["repair 2026-03-06 -100"]);
  });

  test("of two days of one gap is one, whichever of them is named", async () => {
    const [first, second] = await openTwo("names two days");
    await database.setClock("2026-03-06T12:00:00Z");
    await first.run("begin");
    const tapped = await first.run(repair("2026-03-05"));
    const { answer } = await second.waitFor(first, repair("2026-03-04"));
    await first.run("commit");
    expect(await answer).toEqual({ ...tapped, already_repaired: true });
  });

  test("is made by the second of a double tap when the first rolls back", async () => {
    const [first, second] = await openTwo("taps again");
    await database.setClock("2026-03-06T12:00:00Z");
    await first.run("begin");
    const tapped = await first.run(repair("2026-03-05"));
    const { answer } = await second.waitFor(first, repair("2026-03-05"));
    await first.run("rollback");
    expect(await answer).toEqual(tapped);
    expect(await journalOf("taps again")).toEqual(["repair 2026-03-06 -100"]);
  });

  test("of twenty at once is paid once, and all answer the same", async () => {
    const [first] = await openTwo("taps madly");
    await database.setClock("2026-03-06T12:00:00Z");
    const others = await Promise.all(Array.from({ length: 19 }, async () => open("taps madly")));
    const answers = await Promise.all([first, ...others].map(async (session) => session.run(repair("2026-03-04"))));
    expect(answers.filter((answer) => answer["already_repaired"] === false)).toHaveLength(1);
    expect(new Set(answers.map((answer) => JSON.stringify({ ...answer, already_repaired: undefined }))).size).toBe(1);
    expect(await journalOf("taps madly")).toEqual(["repair 2026-03-06 -100"]);
  });

  test("that waits for the check-in of a new run merges both", async () => {
    const [first, second] = await openTwo("checks in, repairs");
    await database.setClock("2026-03-06T12:00:00Z");
    await first.run("begin");
    expect(await first.run(checkIn)).toMatchObject({ state: { streak: { current: 1, repair: { current: 4 } } } });
    const { answer } = await second.waitFor(first, repair("2026-03-05"));
    await first.run("commit");
    expect(await answer).toMatchObject({ already_repaired: false, points: 100, state: { streak: { current: 4 } } });
    expect(await journalOf("checks in, repairs")).toEqual(["check_in 2026-03-06 5", "repair 2026-03-06 -100"]);
  });

  test("is followed by a check-in that waited for it, in the repaired run", async () => {
    const [first, second] = await openTwo("repairs, checks in");
    await database.setClock("2026-03-06T12:00:00Z");
    await first.run("begin");
    await first.run(repair("2026-03-05"));
    const { answer } = await second.waitFor(first, checkIn);
    await first.run("commit");
    expect(await answer).toMatchObject({ already_checked_in: false, state: { streak: { current: 4 } } });
  });

  test("that waits until it is too late is refused, and costs nothing", async () => {
    const [first, second] = await openTwo("repairs too late");
    await first.run("select test.check_in_at('2026-03-05 12:00+00')");
    await database.setClock("2026-03-07T23:59:59Z");
    await first.run("begin");
    await first.run(settings);
    const { answer } = await second.waitFor(first, repair("2026-03-04"));
    await database.setClock("2026-03-08T04:00:00Z");
    await first.run("commit");
    expect(await answer).toEqual({ sqlstate: "RP002" });
    expect(await journalOf("repairs too late")).toEqual(["check_in 2026-03-05 5", "settings 2026-03-07 0"]);
  });

  test("of another gap that waits finds the points spent", async () => {
    const [first, second] = await openTwo("repairs two gaps");
    await first.run("select test.check_in_at('2026-03-13 12:00+00')");
    await database.setClock("2026-03-15T12:00:00Z");
    await first.run("begin");
    expect(await first.run(repair("2026-03-04"))).toMatchObject({ points: 450, state: { points: 30 } });
    const { answer } = await second.waitFor(first, repair("2026-03-14"));
    await first.run("commit");
    expect(await answer).toEqual({ sqlstate: "PT001" });
  });
});

describe("a pause", () => {
  test("that waits for today's check-in begins tomorrow", async () => {
    const [first, second] = await openTwo("checks in, pauses");
    await database.setClock("2026-03-04T12:00:00Z");
    await first.run("begin");
    await first.run(checkIn);
    const { answer } = await second.waitFor(first, pause("2026-03-08"));
    await first.run("commit");
    expect(await answer).toMatchObject({
      state: { streak: { current: 4, status: "done_today", paused_from: "2026-03-05", paused_until: "2026-03-08" } },
    });
    expect(await journalOf("checks in, pauses")).toEqual(["check_in 2026-03-04 5", "pause 2026-03-04 0"]);
  });

  test("is left by today's check-in that waited for it", async () => {
    const [first, second] = await openTwo("pauses, checks in");
    await database.setClock("2026-03-04T12:00:00Z");
    await first.run("begin");
    await first.run(pause("2026-03-08"));
    const { answer } = await second.waitFor(first, checkIn);
    await first.run("commit");
    expect(await answer).toMatchObject({ state: { streak: { current: 4, paused_from: "2026-03-05", paused_until: "2026-03-08" } } });
  });

  test("moved while it is open is ended by the check-in that waited", async () => {
    const [first, second] = await openTwo("moves, checks in");
    await first.run(pause("2026-03-08"));
    await database.setClock("2026-03-06T12:00:00Z");
    await first.run("begin");
    expect(await first.run(pause("2026-03-10"))).toMatchObject({ state: { streak: { status: "paused", paused_until: "2026-03-10" } } });
    const { answer } = await second.waitFor(first, checkIn);
    await first.run("commit");
    expect(await answer).toMatchObject({ state: { streak: { current: 4, status: "done_today", paused_from: null, paused_until: null } } });
  });

  test("ended by a check-in is a new one to whoever waited to move it", async () => {
    const [first, second] = await openTwo("checks in, moves");
    await first.run(pause("2026-03-08"));
    await database.setClock("2026-03-06T12:00:00Z");
    await first.run("begin");
    expect(await first.run(checkIn)).toMatchObject({ state: { streak: { paused_from: null } } });
    const { answer } = await second.waitFor(first, pause("2026-03-10"));
    await first.run("commit");
    expect(await answer).toMatchObject({ state: { streak: { current: 4, paused_from: "2026-03-07", paused_until: "2026-03-10" } } });
  });

  test("of a double tap is one", async () => {
    const [first, second] = await openTwo("pauses twice");
    await database.setClock("2026-03-03T12:00:00Z");
    await first.run("begin");
    const tapped = await first.run(pause("2026-03-08"));
    const { answer } = await second.waitFor(first, pause("2026-03-08"));
    await first.run("commit");
    expect(await answer).toEqual(tapped);
    expect(await journalOf("pauses twice")).toEqual(["pause 2026-03-03 0"]);
  });

  test("that waits past the end of the run is refused", async () => {
    const [first, second] = await openTwo("pauses too late");
    await database.setClock("2026-03-05T01:59:59Z");
    await first.run("begin");
    await first.run("select to_jsonb(c) as answer from app_public.claim_reward('streak_3') as c");
    const { answer } = await second.waitFor(first, pause("2026-03-08"));
    await database.setClock("2026-03-05T02:00:00Z");
    await first.run("commit");
    expect(await answer).toEqual({ sqlstate: "ST001" });
  });
});

test("journals have no gap, never go back in time, add up, and end with the state", async () => {
  expect(
    await database.query(`
      select e.user_id from app_public.journal_entries as e join app_private.user_states as s using (user_id)
      group by e.user_id, s.sequence_number, s.points, s.freezes, s.last_occurred_at
      having (s.sequence_number, s.sequence_number, s.points, cardinality(s.freezes), s.last_occurred_at) is distinct from
          (max(e.sequence_number), count(*), sum(e.points_delta), sum(e.freezes_granted - e.freezes_used), max(e.occurred_at))
        or array_agg(e.occurred_at order by e.sequence_number) <> array_agg(e.occurred_at order by e.occurred_at)`),
  ).toEqual([]);
});
