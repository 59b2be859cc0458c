/** Commands with a key beside each other, step by step: a twin in flight is waited for, and what comes second decides by what the first left. */
import { createTestDatabase } from "../support/database.ts";
import { sessionsOf } from "../support/sessions.ts";
import type { Answer, Session } from "../support/sessions.ts";

const [key, otherKey, grantKey] = [1, 2, 3].map((digit) => `${digit}0000000-0000-4000-a000-000000000000`);
const checkIn = "select to_jsonb(c) as answer from app_public.check_in() as c";
const spend = (amount: number, by = key) =>
  `select to_jsonb(s) as answer from app_public.spend_energy(amount => ${amount}, idempotency_key => '${by}') as s`;
const buy = (quantity: number, by = key) =>
  `select to_jsonb(b) as answer from app_public.buy_item(item_id => 'coffee', quantity => ${quantity}, idempotency_key => '${by}') as b`;
const use = (by = key) => `select to_jsonb(u) as answer from app_public.use_item(item_id => 'coffee', idempotency_key => '${by}') as u`;
const reverse = (user: string, entry: number) =>
  `select to_jsonb(r) as answer from app_public.reverse_entry(test.user_id('${user}'), ${entry}, 'A mistake.') as r`;

const database = await createTestDatabase();
const { open, end } = sessionsOf(database);
afterEach(end);
afterAll(database.drop);

/** Two devices of a user with 15 points and 70 of energy after the first check-in, at the same hour a day later. */
async function openTwo(user: string): Promise<[Session, Session]> {
  const sessions: [Session, Session] = [await open(user), await open(user)];
  await database.setClock("2026-03-01T12:00:00Z");
  await sessions[0].run(checkIn);
  await database.setClock("2026-03-02T12:00:00Z");
  return sessions;
}

async function openOperator(name: string): Promise<Session> {
  const session = await open(name);
  await session.run(`select test.sign_in_operator('${name}')`);
  return session;
}

/** A user's entries after the first check-in: number, kind, points. */
async function journalOf(user: string): Promise<unknown[]> {
  const rows = await database.query<{ entry: string }>(
    `select concat_ws(' ', e.sequence_number, e.kind, e.points_delta) as entry
     from app_public.journal_entries as e where e.user_id = test.user_id($1) and e.sequence_number > 3 order by e.sequence_number`,
    [user],
  );
  return rows.map(({ entry }) => entry);
}

/** What the second answers, which waits for the first: after its commit, or after its roll-back. */
async function secondAfter(how: "commit" | "rollback", [first, second]: [Session, Session], [one, two]: [string, string]): Promise<[Answer, Answer]> {
  await first.run("begin");
  const made = await first.run(one);
  const { answer } = await second.waitFor(first, two);
  await first.run(how);
  return [made, await answer];
}

describe("a twin in flight", () => {
  const commands = [
    { what: "spend", sql: spend(30), entry: "4 spend 0" },
    { what: "buy", sql: buy(1), entry: "4 buy -10" },
  ];
  test.each(commands)("of a $what is waited for, and then replayed", async ({ what, sql, entry }) => {
    const [made, again] = await secondAfter("commit", await openTwo(`${what}, twice`), [sql, sql]);
    expect(made).toMatchObject({ replayed: false, sequence_number: 4 });
    expect(again).toEqual({ ...made, replayed: true });
    expect(await journalOf(`${what}, twice`)).toEqual([entry]);
  });

  test.each(commands)("of a $what does it when the first rolls back", async ({ what, sql, entry }) => {
    const [made, again] = await secondAfter("rollback", await openTwo(`${what}, back`), [sql, sql]);
    expect(again).toEqual(made);
    expect(await journalOf(`${what}, back`)).toEqual([entry]);
  });

  test("with other arguments is refused, even where it could not be done", async () => {
    const [, other] = await secondAfter("commit", await openTwo("reuses a key"), [buy(1), buy(1000)]);
    expect(other).toEqual({ sqlstate: "IK001" });
    expect(await journalOf("reuses a key")).toEqual(["4 buy -10"]);
  });

  test("with other arguments has the key when the first rolls back", async () => {
    const [, other] = await secondAfter("rollback", await openTwo("takes a key"), [buy(1), spend(5)]);
    expect(other).toMatchObject({ replayed: false, took: { energy: 5 } });
    expect(await journalOf("takes a key")).toEqual(["4 spend 0"]);
  });

  test("is refused by what the first has left, when it has a key of its own", async () => {
    const [, other] = await secondAfter("commit", await openTwo("two keys"), [buy(1), buy(1, otherKey)]);
    expect(other).toEqual({ sqlstate: "PT001" });
    expect(await journalOf("two keys")).toEqual(["4 buy -10"]);
  });
});

describe("a purchase", () => {
  test("waits for the check-in that earns its points", async () => {
    const [, bought] = await secondAfter("commit", await openTwo("earns"), [checkIn, buy(2)]);
    expect(bought).toMatchObject({ took: { points: 20 }, state: { points: 0, streak: { current: 2 } } });
    expect(await journalOf("earns")).toEqual(["4 check_in 5", "5 buy -20"]);
  });

  test("is refused when that check-in rolls back", async () => {
    const [, refused] = await secondAfter("rollback", await openTwo("does not earn"), [checkIn, buy(2)]);
    expect(refused).toEqual({ sqlstate: "PT001" });
    expect(await journalOf("does not earn")).toEqual([]);
  });

  test("is waited for by a check-in, and both take effect", async () => {
    const [, checkedIn] = await secondAfter("commit", await openTwo("buys first"), [buy(1), checkIn]);
    expect(checkedIn).toMatchObject({ already_checked_in: false, state: { points: 10, inventory: [{ item_id: "coffee", quantity: 1 }] } });
    expect(await journalOf("buys first")).toEqual(["4 buy -10", "5 check_in 5"]);
  });
});

describe("a use", () => {
  const openWithCoffee = async (user: string): Promise<[Session, Session]> => {
    const sessions = await openTwo(user);
    await sessions[0].run(buy(1, otherKey));
    return sessions;
  };

  test("waits for a check-in, and is kept when that has filled the energy", async () => {
    const [, refused] = await secondAfter("commit", await openWithCoffee("is full"), [checkIn, use()]);
    expect(refused).toEqual({ sqlstate: "IT004" });
    expect(await journalOf("is full")).toEqual(["4 buy -10", "5 check_in 5"]);
  });

  test("gives what fits when the check-in rolls back", async () => {
    const [, used] = await secondAfter("rollback", await openWithCoffee("is not full"), [checkIn, use()]);
    expect(used).toMatchObject({ replayed: false, gave: { energy: 6 }, state: { energy: { value: 100 }, inventory: [] } });
  });

  test("is waited for by a check-in, which gives what still fits", async () => {
    const [, checkedIn] = await secondAfter("commit", await openWithCoffee("uses first"), [use(), checkIn]);
    expect(checkedIn).toMatchObject({ gave: { energy: 0 }, state: { energy: { value: 100 }, inventory: [] } });
    expect(await journalOf("uses first")).toEqual(["4 buy -10", "5 use 0", "6 check_in 5"]);
  });

  test("of the only one waits for another, and finds none left", async () => {
    const [, refused] = await secondAfter("commit", await openWithCoffee("has one"), [use(), use(grantKey)]);
    expect(refused).toEqual({ sqlstate: "IT003" });
  });
});

describe("a reversal beside a purchase that spends the points", () => {
  /** An operator and a user whose entry 4 gave 90 points. */
  const openGranted = async (user: string): Promise<[Session, Session]> => {
    const [device] = await openTwo(user);
    const operator = await openOperator("olga");
    await operator.run(
      `select app_public.grant_effects(test.user_id('${user}'), test.effects('{"points": 90}'), 'A gift.', '${grantKey}')`,
    );
    return [device, operator];
  };

  test("waits for it, and is refused", async () => {
    const [, refused] = await secondAfter("commit", await openGranted("spends"), [buy(10), reverse("spends", 4)]);
    expect(refused).toEqual({ sqlstate: "PT001" });
    expect(await journalOf("spends")).toEqual(["4 grant 90", "5 buy -100"]);
  });

  test("waits for it, and is made when it rolls back", async () => {
    const [, reversed] = await secondAfter("rollback", await openGranted("does not spend"), [buy(10), reverse("does not spend", 4)]);
    expect(reversed).toMatchObject({ replayed: false, took: { points: 90 }, state: { points: 15 } });
    expect(await journalOf("does not spend")).toEqual(["4 grant 90", "5 reversal -90"]);
  });

  test("comes first, and the purchase is refused", async () => {
    const [device, operator] = await openGranted("is too late");
    const [, refused] = await secondAfter("commit", [operator, device], [reverse("is too late", 4), buy(10)]);
    expect(refused).toEqual({ sqlstate: "PT001" });
    expect(await journalOf("is too late")).toEqual(["4 grant 90", "5 reversal -90"]);
  });

  test("comes twice at once, and takes back once", async () => {
    const [, operator] = await openGranted("clicks twice");
    const sql = reverse("clicks twice", 4);
    const [made, again] = await secondAfter("commit", [operator, await openOperator("otto")], [sql, sql]);
    expect(again).toEqual({ ...made, replayed: true });
    expect(await journalOf("clicks twice")).toEqual(["4 grant 90", "5 reversal -90"]);
  });
});
