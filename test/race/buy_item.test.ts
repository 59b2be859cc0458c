/** More purchases than points, all at once through two servers: what the points pay for is bought, and each key buys once. */
import { createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { startServer } from "../support/server.ts";
import type { GraphqlAnswer, TestServer } from "../support/server.ts";

const calls = 50;
const affordable = 20;
const keyOf = (call: number): string => `00000000-0000-4000-a000-${String(call).padStart(12, "0")}`;
const buy = `mutation ($key: UUID!) { buyItem(input: { itemId: "coffee", idempotencyKey: $key }) { result {
  sequenceNumber occurredAt replayed took { points } gave { items { itemId quantity } }
} } }`;
const grant = `mutation ($userId: UUID!, $key: UUID!) { grantEffects(input: {
  userId: $userId, gives: { points: "200" }, reason: "Twenty coffees.", idempotencyKey: $key
}) { result { state { points } } } }`;

interface Buy {
  buyItem: { result: { replayed: boolean; sequenceNumber: string } } | null;
}

let database: TestDatabase;
let servers: [TestServer, TestServer];

beforeAll(async () => {
  database = await createTestDatabase();
  servers = await Promise.all([startServer(database), startServer(database)]);
  await servers[0].send("buyer", "mutation { bootstrap(input: {}) { state { points } } }");
  const { data } = await servers[0].send<{ me: { userId: string } }>("buyer", "{ me { userId } }");
  await servers[0].send({ operator: "olga" }, grant, { userId: data?.me.userId, key: keyOf(calls) });
});

afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  await database.drop();
});

const buyAll = (): Promise<GraphqlAnswer<Buy>[]> =>
  Promise.all(Array.from({ length: calls }, async (_, call) => servers[call % 2 ? 1 : 0].send<Buy>("buyer", buy, { key: keyOf(call) })));

const codes = (answers: GraphqlAnswer<Buy>[]): string[] =>
  answers.map(({ errors }) => (errors ? String(errors[0]?.extensions?.code) : "BOUGHT")).sort();
const wanted = [...Array<string>(affordable).fill("BOUGHT"), ...Array<string>(calls - affordable).fill("NOT_ENOUGH_POINTS")];
const numbers = (answers: GraphqlAnswer<Buy>[]): (string | undefined)[] => answers.map(({ data }) => data?.buyItem?.result.sequenceNumber);

async function held(): Promise<unknown> {
  const [row] = await database.query(`
    select s.points::int, s.inventory, s.sequence_number::int as entries,
      (select count(*)::int from app_public.journal_entries as e where e.kind = 'buy') as purchases
    from app_private.user_states as s`);
  return row;
}
const everythingSpent = { points: 0, inventory: { coffee: affordable }, entries: 2 + affordable, purchases: affordable };

let first: GraphqlAnswer<Buy>[];

test(`${calls} concurrent purchases with points for ${affordable} make exactly ${affordable}`, async () => {
  first = await buyAll();
  expect(codes(first)).toEqual(wanted);
  expect(first.filter(({ data }) => data?.buyItem?.result.replayed)).toEqual([]);
  expect(await held()).toEqual(everythingSpent);
});

test("the same keys again answer the same purchases, refuse the same others, and change nothing", async () => {
  const again = await buyAll();
  expect(codes(again)).toEqual(wanted);
  expect(again.filter(({ data }) => data?.buyItem?.result.replayed)).toHaveLength(affordable);
  expect(numbers(again)).toEqual(numbers(first));
  expect(await held()).toEqual(everythingSpent);
});
