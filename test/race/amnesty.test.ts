/** An operator and a user, step by step: an amnesty counts from its declaration, whenever its transaction commits. */
import { createTestDatabase } from "../support/database.ts";
import { sessionsOf } from "../support/sessions.ts";
import type { Session } from "../support/sessions.ts";

const checkIn = "select to_jsonb(c) as answer from app_public.check_in() as c";
const checkInOn = (day: string) => `select to_jsonb(c) as answer from app_public.check_in('${day}') as c`;
const claim = "select to_jsonb(c) as answer from app_public.claim_reward('streak_3') as c";
const me = "select to_jsonb(m) as answer from app_public.me() as m";
const declare = (firstDay: string, lastDay: string) =>
  `select to_jsonb(a) as answer from app_public.declare_amnesty('${firstDay}', '${lastDay}', 'Outage.') as a`;
const preview = (firstDay: string, lastDay: string) =>
  `select to_jsonb(p) as answer from app_public.preview_amnesty('${firstDay}', '${lastDay}') as p`;

const database = await createTestDatabase();
const { open, end } = sessionsOf(database);
afterEach(async () => {
  await end();
  // What one test excuses is not to excuse anybody in the next one.
  await database.query("truncate app_private.amnesties");
});
afterAll(database.drop);

async function openOperator(name: string): Promise<Session> {
  const session = await open(name);
  await session.run(`select test.sign_in_operator('${name}')`);
  return session;
}

/** A user of three check-ins, on the 1st to the 3rd of March. */
async function openStreak(user: string): Promise<Session> {
  const session = await open(user);
  await session.run("select test.check_in_daily('2026-03-01 12:00+00', 3)");
  return session;
}

/** A user's entries after the first five: kind, instant, run length. */
async function journalOf(user: string): Promise<unknown[]> {
  const rows = await database.query<{ entry: string }>(
    `select concat_ws(' ', e.kind, to_char(e.occurred_at at time zone 'UTC', 'MM-DD HH24:MI'), e.run_length) as entry
     from app_public.journal_entries as e where e.user_id = test.user_id($1) and e.sequence_number > 5 order by e.sequence_number`,
    [user],
  );
  return rows.map(({ entry }) => entry);
}

describe("while a declaration is not committed,", () => {
  test("a check-in does not wait for it, and the amnesty still takes effect after it", async () => {
    const user = await openStreak("checks in between");
    const olga = await openOperator("olga");
    await database.setClock("2026-03-05T12:00:00Z");
    await olga.run("begin");
    expect(await olga.run(declare("2026-03-04", "2026-03-04"))).toMatchObject({ declared_at: "2026-03-05T12:00:00+00:00" });
    await database.setClock("2026-03-05T13:00:00Z");
    expect(await user.run(checkIn)).toMatchObject({ already_checked_in: false, state: { streak: { current: 1 } } });
    await olga.run("commit");
    expect(await user.run(me)).toMatchObject({ state: { streak: { current: 4, longest: 4, status: "done_today" } } });
    await database.setClock("2026-03-06T12:00:00Z");
    expect(await user.run(checkIn)).toMatchObject({ state: { streak: { current: 5 } } });
    expect(await journalOf("checks in between")).toEqual(["check_in 03-05 13:00 1", "amnesty 03-05 13:00 4", "check_in 03-06 12:00 5"]);
  });

  test("a user who is created meanwhile has it in force for days to come", async () => {
    const olga = await openOperator("olga");
    await database.setClock("2026-03-05T12:00:00Z");
    await olga.run("begin");
    await olga.run(declare("2026-03-06", "2026-03-07"));
    const user = await open("comes meanwhile");
    await user.run(checkIn);
    await olga.run("commit");
    await database.setClock("2026-03-08T12:00:00Z");
    expect(await user.run(checkIn)).toMatchObject({ state: { streak: { current: 2 } } });
  });

  test("a run that a command found ended meanwhile is restored", async () => {
    const user = await openStreak("claims between");
    const olga = await openOperator("olga");
    await database.setClock("2026-03-05T12:00:00Z");
    await olga.run("begin");
    await olga.run(declare("2026-03-04", "2026-03-04"));
    expect(await user.run(claim)).toMatchObject({ state: { streak: { current: 0, status: "broken" } } });
    await olga.run("commit");
    expect(await user.run(checkIn)).toMatchObject({ state: { streak: { current: 4 } } });
    expect(await journalOf("claims between")).toEqual(["claim 03-05 12:00 0", "amnesty 03-05 12:00 3", "check_in 03-05 12:00 4"]);
  });

  test("reading shows nothing of it, and a roll-back leaves nothing, not even its number", async () => {
    const user = await openStreak("reads");
    const olga = await openOperator("olga");
    await database.setClock("2026-03-05T12:00:00Z");
    await olga.run("begin");
    await olga.run(declare("2026-03-04", "2026-03-04"));
    expect(await user.run(me)).toMatchObject({ state: { streak: { current: 0 } } });
    await olga.run("rollback");
    expect(await user.run(me)).toMatchObject({ state: { streak: { current: 0 } } });
    expect(await olga.run(declare("2026-03-04", "2026-03-04"))).toMatchObject({ amnesty_id: 1, already_declared: false });
    expect(await user.run(me)).toMatchObject({ state: { streak: { current: 3 } } });
  });

  test("another operator's preview does not wait, and foresees what is committed", async () => {
    await openStreak("is previewed");
    const [olga, otto] = [await openOperator("olga"), await openOperator("otto")];
    await database.setClock("2026-03-05T12:00:00Z");
    await olga.run("begin");
    await olga.run(declare("2026-03-04", "2026-03-04"));
    const uncommitted = await otto.run(preview("2026-03-04", "2026-03-04"));
    expect(uncommitted).not.toMatchObject({ users: 0 });
    await olga.run("commit");
    expect(await otto.run(preview("2026-03-04", "2026-03-04"))).toMatchObject({ users: 0 });
  });
});

describe("while a command is not committed,", () => {
  test("a declaration does not wait for it, and what waits for the command comes after the amnesty", async () => {
    const first = await openStreak("waits");
    const second = await open("waits");
    const olga = await openOperator("olga");
    await database.setClock("2026-03-05T12:00:00Z");
    await first.run("begin");
    expect(await first.run(claim)).toMatchObject({ state: { streak: { current: 0 } } });
    const { answer } = await second.waitFor(first, checkIn);
    expect(await olga.run(declare("2026-03-04", "2026-03-04"))).toMatchObject({ amnesty_id: 1 });
    await first.run("commit");
    expect(await answer).toMatchObject({ already_checked_in: false, state: { streak: { current: 4 } } });
    expect(await journalOf("waits")).toEqual(["claim 03-05 12:00 0", "amnesty 03-05 12:00 3", "check_in 03-05 12:00 4"]);
  });

  test("two devices that find an amnesty pending store it once", async () => {
    const [first, second] = [await openStreak("finds it twice"), await open("finds it twice")];
    const olga = await openOperator("olga");
    await database.setClock("2026-03-05T12:00:00Z");
    await olga.run(declare("2026-03-04", "2026-03-04"));
    await first.run("begin");
    expect(await first.run(checkIn)).toMatchObject({ already_checked_in: false, state: { streak: { current: 4 } } });
    const { answer } = await second.waitFor(first, checkIn);
    await first.run("commit");
    expect(await answer).toMatchObject({ already_checked_in: true, state: { streak: { current: 4 } } });
    expect(await journalOf("finds it twice")).toEqual(["amnesty 03-05 12:00 3", "check_in 03-05 12:00 4"]);
  });

  test("the second of them stores it when the first rolls back, a repeat too", async () => {
    const [first, second] = [await openStreak("rolls back"), await open("rolls back")];
    const olga = await openOperator("olga");
    await database.setClock("2026-03-05T12:00:00Z");
    await olga.run(declare("2026-03-04", "2026-03-04"));
    await first.run("begin");
    await first.run(checkIn);
    const { answer } = await second.waitFor(first, checkInOn("2026-03-03"));
    await first.run("rollback");
    expect(await answer).toMatchObject({ already_checked_in: true, state: { streak: { current: 3, status: "at_risk" } } });
    expect(await journalOf("rolls back")).toEqual(["amnesty 03-05 12:00 3"]);
  });
});

describe("of two operators at once,", () => {
  const openTwo = async (): Promise<[Session, Session]> => {
    await database.setClock("2026-03-05T12:00:00Z");
    return [await openOperator("olga"), await openOperator("otto")];
  };

  test("the second to declare the same days waits, and answers the first's amnesty", async () => {
    const [olga, otto] = await openTwo();
    await olga.run("begin");
    const declared = await olga.run(declare("2026-03-04", "2026-03-04"));
    const { answer } = await otto.waitFor(olga, declare("2026-03-04", "2026-03-04"));
    await database.setClock("2026-03-05T12:30:00Z");
    await olga.run("commit");
    expect(declared).toMatchObject({ amnesty_id: 1, already_declared: false });
    expect(await answer).toEqual({ ...declared, already_declared: true });
  });

  test("the second declares it when the first rolls back", async () => {
    const [olga, otto] = await openTwo();
    await olga.run("begin");
    const declared = await olga.run(declare("2026-03-04", "2026-03-04"));
    const { answer } = await otto.waitFor(olga, declare("2026-03-04", "2026-03-04"));
    await olga.run("rollback");
    expect(await answer).toEqual(declared);
  });

  test("other days wait as well, so that numbers become visible in order, and times with them", async () => {
    const user = await openStreak("is excused twice");
    const [olga, otto] = await openTwo();
    await olga.run("begin");
    await olga.run(declare("2026-03-04", "2026-03-04"));
    const { answer } = await otto.waitFor(olga, declare("2026-03-05", "2026-03-05"));
    await database.setClock("2026-03-05T12:30:00Z");
    await olga.run("commit");
    expect(await answer).toMatchObject({ amnesty_id: 2, already_declared: false, declared_at: "2026-03-05T12:30:00+00:00" });
    await database.setClock("2026-03-06T12:00:00Z");
    expect(await user.run(checkIn)).toMatchObject({ state: { streak: { current: 4 } } });
  });

  test("ten of the same days and ten of others make eleven amnesties, numbered without gaps", async () => {
    await database.setClock("2026-03-05T12:00:00Z");
    const operators = await Promise.all(Array.from({ length: 20 }, async (_, k) => openOperator(`operator ${k}`)));
    const answers = await Promise.all(
      operators.map(async (operator, k) => operator.run(declare("2026-03-01", k < 10 ? "2026-03-01" : `2026-03-${k}`))),
    );
    expect(answers.slice(0, 10).filter((answer) => answer["already_declared"] === false)).toHaveLength(1);
    expect(new Set(answers.slice(0, 10).map((answer) => answer["amnesty_id"])).size).toBe(1);
    expect(answers.slice(10).map((answer) => answer["already_declared"])).toEqual(Array<boolean>(10).fill(false));
    const rows = await database.query<{ id: number }>("select id from app_private.amnesties order by id");
    expect(rows.map(({ id }) => id)).toEqual(Array.from({ length: 11 }, (_, k) => k + 1));
  });
});

test("a change of settings unlocks nothing by an amnesty that is declared while it writes", async () => {
  await database.query("select test.add_reward('{\"id\": \"comeback\", \"gives_points\": 1, \"repeats\": \"day\"}', '{\"current_streak\": 3}')");
  const user = await openStreak("moves");
  const zones = await open(null);
  const olga = await openOperator("olga");
  await database.setClock("2026-03-06T12:00:00Z");
  await zones.run("begin");
  await zones.run("select from app_private.zones where name = 'Europe/Berlin' for update");
  const { answer } = await user.waitFor(zones, "select to_jsonb(s) as answer from app_public.update_settings('Europe/Berlin') as s");
  await olga.run(declare("2026-03-04", "2026-03-05"));
  await zones.run("commit");
  expect(await answer).toMatchObject({ unlocked: [], state: { streak: { current: 3 } } });
  expect(await user.run(checkIn)).toMatchObject({ unlocked: [{ reward_id: "comeback" }], state: { streak: { current: 4 } } });
});
