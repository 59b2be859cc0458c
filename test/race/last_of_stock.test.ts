/** Two users and the last of a stock, step by step: who waits for whom, what a roll-back gives back, and who never waits. */
import { createTestDatabase } from "../support/database.ts";
import { sessionsOf } from "../support/sessions.ts";

const checkIn = "select to_jsonb(c) as answer from app_public.check_in() as c";
const claim = (reward: string) => `select to_jsonb(c) as answer from app_public.claim_reward('${reward}') as c`;
const claimed = { already_claimed: false };
const outOfStock = { sqlstate: "RW005" };

const database = await createTestDatabase();
const { open, end } = sessionsOf(database);
beforeAll(async () => database.setClock("2026-03-01T12:00:00Z"));
afterEach(end);
afterAll(database.drop);

/** A reward for the first check-in, with so much in each slot from 0 on. */
async function addReward(id: string, slots: number[]): Promise<void> {
  const stock = slots.reduce((sum, remaining) => sum + remaining, 0);
  await database.query("select test.add_reward(jsonb_build_object('id', $1::text, 'gives_points', 7), '{\"check_ins\": 1}')", [id]);
  await database.query("update app_private.rewards set stock = $2 where id = $1", [id, stock]);
  await database.query(
    "insert into app_private.reward_stock select $1, n - 1, remaining from unnest($2::int[]) with ordinality as s(remaining, n)",
    [id, slots],
  );
}

/** Sessions of users who have unlocked all there is to claim by hand. */
async function openUnlocked<Names extends string[]>(...users: Names) {
  const sessions = await Promise.all(users.map(open));
  for (const session of sessions) await session.run(checkIn);
  return sessions as { [Name in keyof Names]: (typeof sessions)[number] };
}

async function leftOf(reward: string): Promise<unknown> {
  const [row] = await database.query<{ left: unknown }>(
    `select array[(select sum(remaining) from app_private.reward_stock where reward_id = $1),
      (select count(*) from app_private.reward_claims where reward_id = $1)]::int[] as left`,
    [reward],
  );
  return row?.left;
}

describe.each([
  ["the only slot", "one", [1]],
  ["one of several slots, the others being empty,", "several", [0, 0, 1, 0]],
])("the last one, in %s", (_where, id, slots) => {
  beforeAll(async () => {
    await addReward(`${id}_commit`, slots);
    await addReward(`${id}_rollback`, slots);
  });

  test("is waited for, and goes to the second claim when the first rolls back", async () => {
    const [first, second] = await openUnlocked(`first of ${id}, back`, `second of ${id}, back`);
    await first.run("begin");
    expect(await first.run(claim(`${id}_rollback`))).toMatchObject(claimed);
    const { answer } = await second.waitFor(first, claim(`${id}_rollback`));
    await first.run("rollback");
    expect(await answer).toMatchObject(claimed);
    expect(await leftOf(`${id}_rollback`)).toEqual([0, 1]);
  });

  test("is waited for, and is gone when the first claim commits", async () => {
    const [first, second] = await openUnlocked(`first of ${id}`, `second of ${id}`);
    await first.run("begin");
    expect(await first.run(claim(`${id}_commit`))).toMatchObject(claimed);
    const { answer } = await second.waitFor(first, claim(`${id}_commit`));
    await first.run("commit");
    expect(await answer).toEqual(outOfStock);
    expect(await leftOf(`${id}_commit`)).toEqual([0, 1]);
  });
});

test("while another slot has one, nobody waits", async () => {
  await addReward("plenty", [1, 1]);
  const [first, second] = await openUnlocked("first of plenty", "second of plenty");
  await first.run("begin");
  await first.run(claim("plenty"));
  expect(await second.run(claim("plenty"))).toMatchObject(claimed);
  await first.run("commit");
  expect(await leftOf("plenty")).toEqual([0, 2]);
});

test("of two that others hold, each is waited for until one comes back", async () => {
  await addReward("pair", [1, 1]);
  const [first, second, third] = await openUnlocked("first of pair", "second of pair", "third of pair");
  await first.run("begin");
  await first.run(claim("pair"));
  await second.run("begin");
  await second.run(claim("pair"));
  const waiting = await third.waitFor(first, claim("pair"));
  await first.run("commit");
  await waiting.waitsFor(second);
  await second.run("rollback");
  expect(await waiting.answer).toMatchObject(claimed);
  expect(await leftOf("pair")).toEqual([0, 2]);
});

test("a claim that waits finds the stock that is added meanwhile", async () => {
  await addReward("refilled", [1]);
  const [first, second] = await openUnlocked("first of refilled", "second of refilled");
  await first.run("begin");
  await first.run(claim("refilled"));
  const { answer } = await second.waitFor(first, claim("refilled"));
  await database.query("select test.add_stock('refilled', 1)");
  await first.run("commit");
  expect(await answer).toMatchObject(claimed);
  expect(await leftOf("refilled")).toEqual([0, 2]);
});

test("an automatic claim does not wait for the last one: it stays unlocked, to be claimed by hand when it comes back", async () => {
  await addReward("gift", [1]);
  const [first] = await openUnlocked("first of gift");
  const second = await open("second of gift");
  await first.run("begin");
  await first.run(claim("gift"));
  await database.query("update app_private.rewards set auto_claim = true where id = 'gift'");
  const { unlocked, claimed: given } = await second.run(checkIn);
  expect(unlocked).toContainEqual(expect.objectContaining({ reward_id: "gift" }));
  expect(given).not.toContainEqual(expect.objectContaining({ reward_id: "gift" }));
  await first.run("rollback");
  expect(await second.run(claim("gift"))).toMatchObject(claimed);
});

test("two users, each holding one stock and to be given the other's automatically, both get what they claimed", async () => {
  await addReward("tea", [1]);
  const [alice] = await openUnlocked("alice");
  await addReward("cake", [1]);
  await database.query("update app_private.rewards set enabled = id <> 'tea' where id in ('tea', 'cake')");
  const [bob] = await openUnlocked("bob");
  await database.query("update app_private.rewards set enabled = true, auto_claim = true where id in ('tea', 'cake')");

  // Both stop where they have taken what they claim, and nothing has been claimed for them yet.
  const gate = await open(null);
  await gate.run("begin");
  await gate.run("lock table app_private.reward_unlocks in share mode");
  const tea = await alice.waitFor(gate, claim("tea"));
  const cake = await bob.waitFor(gate, claim("cake"));
  await gate.run("commit");
  expect(await tea.answer).toMatchObject({ claim: { reward_id: "tea" }, unlocked: [{ reward_id: "cake" }], claimed: [] });
  expect(await cake.answer).toMatchObject({ claim: { reward_id: "cake" }, unlocked: [{ reward_id: "tea" }], claimed: [] });
  expect([await leftOf("tea"), await leftOf("cake")]).toEqual([[0, 1], [0, 1]]);
});

test("two who wait for the last ones, stock being added meanwhile, do not wait for each other", async () => {
  await addReward("mug", [0, 0, 1]);
  const [first, second, third, fourth] = await openUnlocked("first of mug", "second of mug", "third of mug", "fourth of mug");
  await first.run("begin");
  await first.run(claim("mug"));
  const early = await second.waitFor(first, claim("mug"));
  await database.query("select test.add_stock('mug', 1)"); // to slot 1: the first waits for slot 2
  await third.run("begin");
  await third.run(claim("mug"));
  const late = await fourth.waitFor(third, claim("mug"));
  await first.run("commit");
  await early.waitsFor(fourth);
  await third.run("commit");
  expect([await early.answer, await late.answer]).toEqual([outOfStock, outOfStock]);
  expect(await leftOf("mug")).toEqual([0, 2]);
});

test("one who waits for the last one is in nobody's way who adds stock", async () => {
  await addReward("cap", [0, 0, 1]);
  const [first, second] = await openUnlocked("first of cap", "second of cap");
  const operator = await open(null);
  await first.run("begin");
  await first.run(claim("cap"));
  const waiting = await second.waitFor(first, claim("cap"));
  await operator.run("select test.add_stock('cap', 1)");
  await operator.run("begin");
  await operator.run("select test.add_stock('cap', 1)");
  await first.run("commit");
  await waiting.waitsFor(operator);
  await operator.run("select test.add_stock('cap', 2)");
  await operator.run("commit");
  expect(await waiting.answer).toMatchObject(claimed);
  expect(await leftOf("cap")).toEqual([3, 2]);
});

test("a claim that saw no limit is none of the stock, though there is one before it is written", async () => {
  await database.query("select test.add_reward('{\"id\": \"card\", \"gives_points\": 7}', '{\"check_ins\": 1}')");
  await database.query("select test.add_reward('{\"id\": \"slice\", \"gives_points\": 7, \"auto_claim\": true, \"enabled\": false}', '{\"check_ins\": 1}')");
  const [first, second] = await openUnlocked("first of card", "second of card");
  await database.query("update app_private.rewards set enabled = true where id = 'slice'");
  // It stops where it has seen that there is no limit, and nothing is written yet.
  const gate = await open(null);
  await gate.run("begin");
  await gate.run("lock table app_public.journal_entries in share mode");
  const { answer } = await first.waitFor(gate, claim("card"));
  await database.query("select app_private.set_stock('card', 1)");
  await gate.run("commit");
  expect(await answer).toMatchObject({ ...claimed, claimed: [{ reward_id: "slice" }] });
  await database.query("select app_private.set_stock('slice', 1)");
  expect(await second.run(claim("card"))).toMatchObject({ ...claimed, claimed: [{ reward_id: "slice" }] });
  const rows = await database.query(
    `select r.id, r.stock, count(*) filter (where c.from_stock)::int as from_stock, count(*)::int as claims,
       (select sum(s.remaining)::int from app_private.reward_stock as s where s.reward_id = r.id) as remaining
     from app_private.rewards as r join app_private.reward_claims as c on c.reward_id = r.id
     where r.id in ('card', 'slice') group by r.id, r.stock order by r.id`,
  );
  expect(rows).toEqual(["card", "slice"].map((id) => ({ id, stock: 1, from_stock: 1, claims: 2, remaining: 0 })));
});
