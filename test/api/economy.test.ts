/** Spending, buying, using, and what operators do about it, as GraphQL clients see it. */
import { randomUUID } from "node:crypto";
import { createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { startServer } from "../support/server.ts";
import type { Caller, TestServer } from "../support/server.ts";

let database: TestDatabase;
let server: TestServer;

beforeAll(async () => {
  database = await createTestDatabase();
  server = await startServer(database);
  await database.setClock("2026-03-01T12:00:00Z");
  await server.send("alice", "mutation { checkIn(input: {}) { result { day } } }");
});

afterAll(async () => {
  await server.stop();
  await database.drop();
});

const amounts = "points energy xp freezes items { itemId quantity }";
const result = `result { sequenceNumber replayed gave { ${amounts} } took { ${amounts} } unlocked { rewardId } claimed { rewardId }
  state { points lifetimePoints energy { value } level { xp } inventory { itemId quantity } streak { freezes } } }`;

interface Result {
  sequenceNumber: string;
  replayed: boolean;
}

/** Sends a command by its field's name; the result, or the code of the error. */
async function send(caller: Caller, field: string, input: Record<string, unknown>): Promise<Result | string | undefined> {
  const type = `${field[0]?.toUpperCase()}${field.slice(1)}Input!`;
  const { data, errors } = await server.send<Record<string, { result: Result } | null>>(
    caller,
    `mutation ($input: ${type}) { answer: ${field}(input: $input) { ${result} } }`,
    { input },
  );
  return errors ? errors[0]?.extensions?.code : data?.["answer"]?.result;
}

const nothing = { points: "0", energy: 0, xp: "0", freezes: 0, items: [] };
const coffee = (quantity: number) => [{ itemId: "coffee", quantity }];
const olga = { operator: "olga" };

async function userId(user: string): Promise<string> {
  const { data } = await server.send<{ me: { userId: string } }>(user, "{ me { userId } }");
  return data?.me.userId ?? "";
}

test("what is spent, bought and used is said, and a repeat says it again", async () => {
  const spend = { amount: 30, reason: "Lesson 5", idempotencyKey: randomUUID() };
  expect(await send("alice", "spendEnergy", spend)).toMatchObject({
    replayed: false,
    gave: nothing,
    took: { ...nothing, energy: 30 },
    state: { energy: { value: 40 } },
  });
  const buy = { itemId: "coffee", idempotencyKey: randomUUID() };
  expect(await send("alice", "buyItem", buy)).toMatchObject({
    gave: { ...nothing, items: coffee(1) },
    took: { ...nothing, points: "10" },
    state: { points: "5", lifetimePoints: "15", inventory: coffee(1) },
  });
  const use = { itemId: "coffee", idempotencyKey: randomUUID() };
  const used = await send("alice", "useItem", use);
  expect(used).toMatchObject({
    replayed: false,
    gave: { ...nothing, energy: 15 },
    took: { ...nothing, items: coffee(1) },
    state: { energy: { value: 55 }, inventory: [] },
  });
  expect(await send("alice", "useItem", use)).toEqual({ ...(used as Result), replayed: true });
  expect(await send("alice", "spendEnergy", spend)).toMatchObject({ replayed: true, took: { energy: 30 }, state: { energy: { value: 55 } } });
  expect(await send("alice", "buyItem", { ...buy, quantity: 2 })).toBe("IDEMPOTENCY_KEY_REUSED");
});

test("what cannot be had is refused by code", async () => {
  const idempotencyKey = randomUUID();
  expect(await send("alice", "spendEnergy", { amount: 1000, idempotencyKey })).toBe("NOT_ENOUGH_ENERGY");
  expect(await send("alice", "spendEnergy", { amount: 0, idempotencyKey })).toBe("INVALID_AMOUNT");
  expect(await send("alice", "buyItem", { itemId: "streak_freeze", idempotencyKey })).toBe("NOT_ENOUGH_POINTS");
  expect(await send("alice", "buyItem", { itemId: "tea", idempotencyKey })).toBe("UNKNOWN_ITEM");
  expect(await send("alice", "useItem", { itemId: "coffee", idempotencyKey })).toBe("NOT_ENOUGH_ITEMS");
  expect(await send("alice", "useItem", { itemId: "coffee", idempotencyKey: "1" })).toBe("INVALID_INPUT");
  expect(await send(null, "useItem", { itemId: "coffee", idempotencyKey })).toBe("SIGNED_OUT");
  expect(await send("alice", "spendEnergy", { amount: 1, idempotencyKey })).toMatchObject({ replayed: false });
});

test("an operator grants, looks at the user, and reverses; the user reads why", async () => {
  const user = await userId("bob");
  const grant = { userId: user, gives: { points: "100", freezes: 1, items: coffee(2) }, reason: "The outage", idempotencyKey: randomUUID() };
  expect(await send(olga, "grantEffects", grant)).toBe("UNKNOWN_USER");
  await server.send("bob", "mutation { bootstrap(input: {}) { state { zone } } }");
  expect(await send("bob", "grantEffects", grant)).toBe("NOT_AN_OPERATOR");
  const granted = await send(olga, "grantEffects", grant);
  expect(granted).toMatchObject({
    gave: { points: "100", energy: 0, xp: "0", freezes: 1, items: coffee(2) },
    state: { points: "100", streak: { freezes: 1 } },
  });
  expect(await send(olga, "grantEffects", grant)).toMatchObject({ replayed: true });

  const seen = await server.send<{ user: { journal: { nodes: { sequenceNumber: string }[] } } }>(
    olga,
    "query ($user: UUID!) { user(userId: $user) { state { points } journal { nodes { sequenceNumber kind pointsDelta asked } } rewards { rewardId } } }",
    { user },
  );
  expect(seen.data?.user.journal.nodes[0]).toMatchObject({ kind: "GRANT", pointsDelta: "100" });
  const reverse = { userId: user, sequenceNumber: seen.data?.user.journal.nodes[0]?.sequenceNumber, reason: "The wrong user" };
  expect(await send("bob", "reverseEntry", reverse)).toBe("NOT_AN_OPERATOR");
  expect(await send(olga, "reverseEntry", reverse)).toMatchObject({
    replayed: false,
    took: { points: "100", freezes: 1, items: coffee(2) },
    state: { points: "0", inventory: [], streak: { freezes: 0 } },
  });
  expect(await send(olga, "reverseEntry", reverse)).toMatchObject({ replayed: true, took: { points: "100" } });
  const mine = await server.send("bob", "{ me { journal(first: 1) { nodes { kind reverses asked } } } }");
  expect(mine.data).toEqual({
    me: { journal: { nodes: [{ kind: "REVERSAL", reverses: reverse.sequenceNumber, asked: { reason: "The wrong user", sequence_number: 2 } }] } },
  });
  expect((await server.send("bob", "query ($user: UUID!) { user(userId: $user) { userId } }", { user })).errors).toMatchObject([
    { extensions: { code: "NOT_AN_OPERATOR" } },
  ]);
});

describe("the catalogue", () => {
  const rewardFields = `rewardId title description conditions { metric atLeast } gives { ${amounts} } repeats startsAt endsAt stock
    claimWithinHours autoClaim priority enabled`;
  const saveReward = `mutation ($reward: RewardInput!) { saveReward(input: { reward: $reward }) { result { ${rewardFields} stockRemaining } } }`;
  const spring = {
    rewardId: "spring",
    title: "Spring",
    description: "Be there in spring.",
    conditions: [{ metric: "check_ins", atLeast: "1" }, { metric: "level", atLeast: "1" }],
    gives: { points: "5", items: coffee(1) },
    stock: 3,
    endsAt: "2026-06-01T00:00:00Z",
  };

  test("a reward is saved with its defaults, and what is read is what can be saved", async () => {
    const saved = await server.send<{ saveReward: { result: Record<string, unknown> } }>(olga, saveReward, { reward: spring });
    const complete = {
      ...spring,
      gives: { ...nothing, ...spring.gives },
      endsAt: "2026-06-01T00:00:00.000000+00:00",
      repeats: "ONCE",
      startsAt: null,
      claimWithinHours: null,
      autoClaim: false,
      priority: 100,
      enabled: true,
    };
    expect(saved.data?.saveReward.result).toEqual({ ...complete, stockRemaining: "3" });
    expect((await server.send(olga, saveReward, { reward: complete })).data).toEqual(saved.data);
    const listed = await server.send<{ rewards: { nodes: unknown[] } }>(olga, `{ rewards { nodes { ${rewardFields} } } }`);
    expect(listed.data?.rewards.nodes).toContainEqual(complete);
  });

  test("a user unlocks and claims it, also once it was changed and disabled", async () => {
    await database.setClock("2026-03-02T12:00:00Z");
    await server.send("alice", "mutation { checkIn(input: {}) { result { day } } }");
    const changed = { ...spring, conditions: [{ metric: "level", atLeast: "50" }], gives: { points: "7" }, enabled: false };
    await server.send(olga, saveReward, { reward: changed });
    const claim = 'mutation { claimReward(input: { rewardId: "spring" }) { result { alreadyClaimed claim { gave { points } } } } }';
    expect((await server.send("alice", claim)).data).toEqual({ claimReward: { result: { alreadyClaimed: false, claim: { gave: { points: "7" } } } } });
  });

  test.each([
    ["a level that there is not", { conditions: [{ metric: "level", atLeast: "51" }] }],
    ["a metric that there is not", { conditions: [{ metric: "luck", atLeast: "1" }] }],
    ["a metric twice", { conditions: [{ metric: "level", atLeast: "1" }, { metric: "level", atLeast: "2" }] }],
    ["more freezes than can be held", { gives: { freezes: 3 } }],
    ["nothing to give", { gives: {} }],
    ["a window that is over", { endsAt: "2026-03-01T00:00:00Z" }],
    ["an empty window", { startsAt: "2026-06-01T00:00:00Z" }],
    ["no limit after one", { stock: null }],
    ["no title", { title: "" }],
  ])("refuses a reward with %s", async (_what, change) => {
    const { errors } = await server.send(olga, saveReward, { reward: { ...spring, ...change } });
    expect(errors).toMatchObject([{ extensions: { code: "INVALID_REWARD" }, message: expect.stringMatching(/^\S.*\. \S.*\.$/s) }]);
  });

  test("an item is saved, sold, and taken off sale", async () => {
    const tea = { itemId: "tea", title: "Tea", description: "", pricePoints: "1", gives: { xp: "1" } };
    const saveItem = "mutation ($item: ItemInput!) { saveItem(input: { item: $item }) { result { itemId onSale gives { xp points } } } }";
    expect((await server.send(olga, saveItem, { item: tea })).data).toEqual({
      saveItem: { result: { itemId: "tea", onSale: true, gives: { xp: "1", points: "0" } } },
    });
    expect((await server.send(null, "{ items(first: 1) { nodes { itemId pricePoints } } }")).data).toEqual({
      items: { nodes: [{ itemId: "tea", pricePoints: "1" }] },
    });
    const buy = { itemId: "tea", idempotencyKey: randomUUID() };
    expect(await send("alice", "buyItem", buy)).toMatchObject({ took: { points: "1" } });
    await server.send(olga, saveItem, { item: { ...tea, onSale: false, pricePoints: "9" } });
    expect(await send("alice", "buyItem", { ...buy, idempotencyKey: randomUUID() })).toBe("ITEM_NOT_ON_SALE");
    expect(await send("alice", "buyItem", buy)).toMatchObject({ replayed: true, took: { points: "1" } });
    const loop = await server.send(olga, saveItem, { item: { ...tea, gives: { points: "1" } } });
    expect(loop.errors).toMatchObject([{ extensions: { code: "INVALID_ITEM" }, message: expect.stringContaining("costs more points than it gives") }]);
    expect((await server.send("alice", saveItem, { item: tea })).errors).toMatchObject([{ extensions: { code: "NOT_AN_OPERATOR" } }]);
  });
});
