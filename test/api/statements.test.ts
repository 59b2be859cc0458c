/** What requests cost in PostgreSQL: one statement each, in one round trip with its settings; and without that way, in four. */
import type pg from "pg";
import "../../src/graphql/environment.ts";
import { postgraphile } from "postgraphile";
import { grafast } from "postgraphile/grafast";
import { createPool } from "../../src/database/pool.ts";
import { presetOver } from "../../src/graphql/preset.ts";
import { defaultGraphqlSettings } from "../../src/graphql/settings.ts";
import { createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { startServer } from "../support/server.ts";
import { listenIn } from "../support/wire.ts";
import type { Heard, Wire } from "../support/wire.ts";

const home = `{ me {
  state { zone today dayEndsAt points lifetimePoints
    streak { current longest status expiresAt freezes pausedFrom pausedUntil repair { day missedDays points until current } }
    energy { value max nextAt fullAt } level { number xp xpToNext } inventory { itemId quantity } }
  rewards { rewardId title status progress { metric current atLeast } gives { points energy freezes items { itemId quantity } }
    unlockedAt claimedAt stockRemaining unclaimed { periodKey claimableUntil } }
  calendar { day mark reason }
  journal(first: 10) { nodes { occurredAt kind pointsDelta } }
} }`;
const checkIn = `mutation { checkIn(input: {}) { result {
  day mark alreadyCheckedIn freezesUsed gave { points energy xp freezes items { itemId quantity } }
  unlocked { rewardId title } claimed { rewardId gave { points items { itemId } } }
  state { points streak { current status expiresAt pausedUntil repair { day points } } energy { value nextAt } level { number xpToNext } inventory { itemId } }
} } }`;

const answer = `result { replayed gave { points items { itemId } } took { energy items { itemId } } unlocked { rewardId } claimed { gave { points } }
  state { points energy { value } inventory { itemId } streak { repair { day } } } }`;
// Stands for the id of the user whose requests are counted.
const counted = "$USER";
const key = (digit: number): string => `6d1f9a52-6a52-4c1e-8b8e-0e6f3b7c1a1${digit}`;

let database: TestDatabase;
let wire: Wire;
let pool: pg.Pool;
type Api = ReturnType<typeof postgraphile>;
let api: Api;
let ownWay: Api;

beforeAll(async () => {
  database = await createTestDatabase();
  wire = await listenIn(database.serverUrl);
  pool = createPool(wire.url, 10);
  [api, ownWay] = [postgraphile(presetOver(pool, "test")), postgraphile(presetOver(pool, "test", { ...defaultGraphqlSettings, isSince17: false, isOneRoundTrip: false }))];
  await Promise.all([api.getSchema(), ownWay.getSchema()]);
});

afterAll(async () => {
  for (const one of [api, ownWay]) await one.release();
  await pool.end();
  await wire.close();
  await database.drop();
});

const setConfig = expect.stringMatching(/^select set_config/);
const oneStatement = (text: RegExp): unknown => ({ roundTrips: 1, statements: [setConfig, expect.stringMatching(text)] });

async function ask(source: string, { isOperator = false, by = api } = {}): Promise<[result: object, heard: Heard]> {
  const { schema, resolvedPreset } = await by.getSchemaResult();
  wire.take();
  const request = { identity: { issuer: "test", subject: "counted", zone: undefined, isOperator } };
  const requestContext = { expressv4: { req: request } } as unknown as Grafast.RequestContext;
  const result: object = await grafast({ schema, source, resolvedPreset, requestContext });
  return [result, wire.take()];
}

async function heardOf(source: string, how: { isOperator?: boolean; by?: Api } = {}): Promise<Heard> {
  const [result, heard] = await ask(source, how);
  expect(result).not.toHaveProperty("errors");
  return heard;
}

test("a home screen is one statement in one round trip", async () => {
  expect(await heardOf(home)).toEqual(oneStatement(/from "app_public"\."me"\(\)/));
});

test.each([
  ["the home screen", home],
  ["a check-in", checkIn],
])("%s asks for a composite once, as a whole", async (_what, source) => {
  const [, statement = ""] = (await heardOf(source)).statements;
  expect(statement.split('"state"')).toHaveLength(2);
  expect(statement).toMatch(/"state"::text/);
});

test("a check-in is one statement in one round trip, and nothing is read after the commit", async () => {
  expect(await heardOf(checkIn)).toEqual(oneStatement(/from "app_public"\."check_in"\(\)/));
});

// In the order of a story: a run that ends, is repaired and paused, and is excused by an amnesty.
describe("of the other commands each is one statement in one round trip:", () => {
  beforeAll(async () => {
    await database.query(`select test.add_reward('{"id": "purse", "gives_points": 500, "auto_claim": true}', '{"check_ins": 1}')`);
    await database.setClock("2040-03-01T12:00:00Z");
    await heardOf(checkIn);
    await database.setClock("2040-03-03T12:00:00Z");
  });

  test.each([
    ["repair_streak", false, 'mutation { repairStreak(input: { day: "2040-03-02" }) { result { days points state { points streak { current } } } } }'],
    ["pause_streak", false, 'mutation { pauseStreak(input: { until: "2040-03-06" }) { result { state { streak { status pausedFrom pausedUntil } } } } }'],
    ["preview_amnesty", true, '{ previewAmnesty(firstDay: "2040-03-02", lastDay: "2040-03-03") { users mostAffected { userId streakAfter } } }'],
    ["declare_amnesty", true, 'mutation { declareAmnesty(input: { firstDay: "2040-03-02", lastDay: "2040-03-03", reason: "Outage." }) { result { amnestyId } } }'],
  ])("%s", async (name, isOperator, source) => {
    expect(await heardOf(source, { isOperator })).toEqual(oneStatement(new RegExp(`from "app_public"\\."${name}"\\(`)));
  });

  test("the home screen and a check-in still, while an amnesty is not stored yet", async () => {
    await database.setClock("2040-03-05T12:00:00Z");
    expect(await heardOf(home)).toEqual(oneStatement(/from "app_public"\."me"\(\)/));
    expect(await heardOf(checkIn)).toEqual(oneStatement(/from "app_public"\."check_in"\(\)/));
    const entries = await database.query("select e.kind from app_public.journal_entries as e order by e.sequence_number desc limit 2");
    expect(entries).toEqual([{ kind: "check_in" }, { kind: "amnesty" }]);
  });
});

describe("of the economy each is one statement in one round trip:", () => {
  test.each([
    ["spend_energy", false, `mutation { spendEnergy(input: { amount: 5, idempotencyKey: "${key(1)}" }) { ${answer} } }`],
    ["buy_item", false, `mutation { buyItem(input: { itemId: "coffee", idempotencyKey: "${key(2)}" }) { ${answer} } }`],
    ["buy_item", false, `mutation { buyItem(input: { itemId: "coffee", idempotencyKey: "${key(6)}" }) { ${answer} } }`],
    ["use_item", false, `mutation { useItem(input: { itemId: "coffee", idempotencyKey: "${key(3)}" }) { ${answer} } }`],
    ["discard_item", false, `mutation { discardItem(input: { itemId: "coffee", idempotencyKey: "${key(5)}" }) { ${answer} } }`],
    ["grant_effects", true, `mutation { grantEffects(input: { userId: "${counted}", gives: { points: "5" }, reason: "Sorry", idempotencyKey: "${key(4)}" }) { ${answer} } }`],
    ["reverse_entry", true, `mutation { reverseEntry(input: { userId: "${counted}", sequenceNumber: "2", reason: "Sorry" }) { ${answer} } }`],
    ["create_test_user", true, `mutation { createTestUser(input: { subject: "tess" }) { result { userId createdAt alreadyCreated } } }`],
    ["user", true, `{ user(userId: "${counted}") { state { points } rewards { title progress { current } } journal(first: 10) { nodes { kind } } } }`],
    ["save_item", true, 'mutation { saveItem(input: { item: { itemId: "tea", title: "Tea", description: "", pricePoints: "3", gives: { energy: 4 } } }) { result { gives { energy items { itemId } } } } }'],
    ["items", false, "{ items { nodes { itemId gives { energy items { itemId } } } } }"],
    ["save_reward", true, 'mutation { saveReward(input: { reward: { rewardId: "tea", title: "Tea", description: "", conditions: [], gives: { items: [{ itemId: "tea", quantity: 1 }] }, stock: 5 } }) { result { conditions { metric } gives { items { itemId } } } } }'],
    ["rewards", true, "{ rewards { nodes { rewardId conditions { metric atLeast } gives { points items { itemId } } stock stockRemaining } } }"],
    ["add_rule_version", true, 'mutation { addRuleVersion(input: { effectiveFrom: "2041-01-01T00:00:00Z", parameters: { energyMax: 120 } }) { result { parameters { energyMax levelThresholds } } } }'],
    ["rule_versions", true, "{ ruleVersions { nodes { ruleVersionId parameters { energyMax levelThresholds } } } }"],
  ])("%s", async (name, isOperator, template) => {
    const [user] = await database.query<{ id: string }>("select app_rules.user_id_for('test', 'counted') as id");
    const source = template.replace(counted, user?.id ?? "");
    expect(await heardOf(source, { isOperator })).toEqual(oneStatement(new RegExp(`from "app_public"\\."${name}"\\(`)));
  });
});

test("a home screen with 50 rewards of 3 conditions each is one statement too", async () => {
  await database.query(`
    select test.add_reward(jsonb_build_object('id', 'many_' || k, 'gives_points', 1), jsonb_build_object('check_ins', k, 'points', k, 'level', 1 + k % 50))
    from generate_series(1, 50) as k`);
  expect(await heardOf(home)).toEqual(oneStatement(/from "app_public"\."me"\(\)/));
});

describe("a document of several fields", () => {
  const spend = (digit: number, amount: number): string =>
    `spendEnergy(input: { amount: ${amount}, idempotencyKey: "${key(digit)}" }) { result { took { energy } } }`;
  const errorsOf = (result: object): unknown =>
    (result as { errors?: { path: unknown; originalError: { code: string } }[] }).errors?.map(({ path, originalError }) => [path, originalError.code]);

  test("is a transaction for each mutation, one after the other: what came before an error stays, and what comes after it happens", async () => {
    const [result, { roundTrips, statements }] = await ask(`mutation { a: ${spend(7, 1)} b: ${spend(8, 1_000_000)} c: ${spend(9, 1)} }`);
    expect(result).toMatchObject({ data: { a: { result: { took: { energy: 1 } } }, b: null, c: { result: { took: { energy: 1 } } } } });
    expect(errorsOf(result)).toEqual([[["b"], "NR001"]]);
    expect(roundTrips).toBe(3);
    const call = expect.stringMatching(/from "app_public"\."spend_energy"\(/);
    expect(statements).toEqual([setConfig, call, setConfig, call, setConfig, call]);
  });

  test("that reads twice has its settings for each", async () => {
    const { roundTrips, statements } = await heardOf("{ me { userId } items(first: 1) { nodes { itemId } } }");
    expect(roundTrips).toBe(2);
    expect(statements.filter((text) => text.startsWith("select set_config"))).toHaveLength(2);
    expect(statements).toHaveLength(4);
  });
});

test("a session plans what it runs once, not anew for each value", async () => {
  const client = await pool.connect();
  try {
    for (const number of [1, 2, 3]) await client.query({ name: "planned", text: "select $1::int", values: [number] });
    const { rows } = await client.query("select generic_plans, custom_plans from pg_prepared_statements where name = 'planned'");
    expect(rows).toEqual([{ generic_plans: "3", custom_plans: "0" }]);
  } finally {
    client.release();
  }
});

describe("PostGraphile's own way has the same answers, in four round trips:", () => {
  test.each([
    ["the home screen", home],
    ["a repeat of a check-in", checkIn],
    ["a refused one", 'mutation { claimReward(input: { rewardId: "nope" }) { result { alreadyClaimed } } }'],
  ])("%s", async (_what, source) => {
    const [own, heard] = await ask(source, { by: ownWay });
    const statements = heard.statements.filter((text) => !text.startsWith("set jit"));
    expect(statements).toEqual(["begin", setConfig, expect.any(String), expect.stringMatching(/commit|rollback/)]);
    expect(JSON.stringify(own)).toBe(JSON.stringify((await ask(source))[0]));
  });
});

test.each([
  ["", 1],
  ["0", 4],
])("a server with ONE_ROUND_TRIP=%s makes %d of a request", async (setting, roundTrips) => {
  const toAdmin = await listenIn(database.adminUrl);
  const server = await startServer({ ...database, adminUrl: toAdmin.url }, "test", { ONE_ROUND_TRIP: setting });
  try {
    for (const source of [checkIn, home]) {
      expect(await server.send("counted by a server", source)).not.toHaveProperty("errors"); // connects, prepares
      toAdmin.take();
      expect(await server.send("counted by a server", source)).not.toHaveProperty("errors");
      const heard = toAdmin.take();
      expect(heard.roundTrips).toBe(roundTrips);
      expect(heard.statements.filter((text) => text.startsWith("select"))).toHaveLength(2);
    }
  } finally {
    await server.stop();
    await toAdmin.close();
  }
});
