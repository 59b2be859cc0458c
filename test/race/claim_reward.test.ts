/** More users than stock, all claiming at once through two servers: the stock is given out exactly, and each claim once. */
import { createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { startServer } from "../support/server.ts";
import type { GraphqlAnswer, TestServer } from "../support/server.ts";

const users = 200;
const stock = 20;
const claim = `mutation { claimReward(input: { rewardId: "scarce" }) { result {
  alreadyClaimed claim { rewardId gave { points } } state { points }
} } }`;

interface Claim {
  claimReward: { result: { alreadyClaimed: boolean; state: { points: string } } } | null;
}

let database: TestDatabase;
let servers: [TestServer, TestServer];

beforeAll(async () => {
  database = await createTestDatabase();
  servers = await Promise.all([startServer(database), startServer(database)]);
  await database.query(`
    select test.add_reward('{"id": "scarce", "gives_points": 1000}', '{"check_ins": 1}');
    select app_private.set_stock('scarce', ${stock})`);
  for (let user = 0; user < users; user++) {
    await servers[0].send(`user ${user}`, "mutation { checkIn(input: {}) { result { day } } }");
  }
});

afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  await database.drop();
});

function claimAll(): Promise<GraphqlAnswer<Claim>[]> {
  return Promise.all(
    Array.from({ length: users }, async (_, user) => servers[user % 2 ? 1 : 0].send<Claim>(`user ${user}`, claim)),
  );
}

const codes = (answers: GraphqlAnswer<Claim>[]): (string | undefined)[] =>
  answers.map((answer) => answer.errors?.[0]?.extensions?.code ?? "CLAIMED").sort();
const wanted = [...Array<string>(stock).fill("CLAIMED"), ...Array<string>(users - stock).fill("OUT_OF_STOCK")];

test(`${users} concurrent claims of a stock of ${stock} make exactly ${stock} claims`, async () => {
  const answers = await claimAll();
  expect(codes(answers)).toEqual(wanted);
  expect(answers.filter(({ data }) => data?.claimReward?.result.alreadyClaimed)).toEqual([]);
  const [left] = await database.query<Record<string, number>>(`
    select (select sum(remaining)::int from app_private.reward_stock where reward_id = 'scarce') as remaining,
      (select count(*)::int from app_private.reward_claims where reward_id = 'scarce') as claims,
      (select count(*)::int from app_public.journal_entries where asked ->> 'reward_id' = 'scarce') as entries,
      (select min(remaining) from app_private.reward_stock) as least`);
  expect(left).toEqual({ remaining: 0, claims: stock, entries: stock, least: 0 });
});

test("the same claims again answer the first ones and change nothing", async () => {
  const answers = await claimAll();
  expect(codes(answers)).toEqual(wanted);
  expect(answers.filter(({ data }) => data?.claimReward?.result.alreadyClaimed)).toHaveLength(stock);
  const [{ claims } = {}] = await database.query<{ claims: number }>(
    "select count(*)::int as claims from app_private.reward_claims where reward_id = 'scarce'",
  );
  expect(claims).toBe(stock);
});
