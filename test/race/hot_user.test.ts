/** Many requests of a user whose row is locked: they wait among themselves, and others are served meanwhile. */
import { createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { backendsThatWait, waitingBackends } from "../support/locks.ts";
import { startServer } from "../support/server.ts";
import type { GraphqlAnswer, TestServer } from "../support/server.ts";

const connections = 4;
const calls = 40;
const bootstrap = "mutation { bootstrap(input: {}) { state { points } } }";
const checkIn = "mutation { checkIn(input: {}) { result { alreadyCheckedIn } } }";

let database: TestDatabase;
let server: TestServer;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterEach(async () => server.stop());
afterAll(async () => database.drop());

test.each(["1", "0"])("with ONE_ROUND_TRIP=%s", async (way) => {
  server = await startServer(database, "test", { DATABASE_POOL_SIZE: String(connections), ONE_ROUND_TRIP: way });
  const names = [`hot ${way}`, `calm ${way}`] as const;
  for (const name of names) expect(await server.send(name, bootstrap)).not.toHaveProperty("errors");
  const holder = await database.pool.connect();
  try {
    await holder.query("begin");
    const locked = await holder.query("select from app_private.user_states where user_id = (select user_id from app_private.users where subject = $1) for update", [names[0]]);
    expect(locked.rowCount).toBe(1);
    let answered = 0;
    const waiting = Array.from({ length: calls }, async (): Promise<GraphqlAnswer<unknown>> => server.send(names[0], checkIn).finally(() => (answered += 1)));
    await waitingBackends(database, connections / 2);

    for (const source of [checkIn, "{ me { state { points } } }"]) expect(await server.send(names[1], source)).not.toHaveProperty("errors");
    expect(answered).toBe(0);
    expect(await backendsThatWait(database)).toHaveLength(connections / 2);

    await holder.query("commit");
    const answers = await Promise.all(waiting);
    expect(answers.filter(({ errors }) => errors)).toEqual([]);
    expect(answers.filter(({ data }) => JSON.stringify(data).includes('"alreadyCheckedIn":false'))).toHaveLength(1);
  } finally {
    holder.release(true);
  }
});
