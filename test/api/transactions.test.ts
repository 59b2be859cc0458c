/** The transactions that the rules count on, whatever PostgreSQL or the database was configured to. */
import { createPool } from "../../src/database/pool.ts";
import { createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { requestThatWaits } from "../support/locks.ts";
import { startServer } from "../support/server.ts";
import type { TestServer } from "../support/server.ts";

let database: TestDatabase;
let server: TestServer;

beforeAll(async () => {
  database = await createTestDatabase();
  await database.query(`alter database ${database.name} set default_transaction_isolation = 'repeatable read'`);
  await database.query(`alter database ${database.name} set idle_in_transaction_session_timeout = 0`);
  server = await startServer(database);
});

afterAll(async () => {
  await server.stop();
  await database.drop();
});

const checkIn = "mutation { checkIn(input: {}) { result { alreadyCheckedIn } } }";

test("a command that waited for another one of the same user goes on from what that one wrote", async () => {
  await database.setClock("2026-03-01T12:00:00Z");
  await server.send("alice", checkIn);
  await database.setClock("2026-03-02T12:00:00Z");
  const { answer } = await requestThatWaits(database, () => server.send("alice", checkIn), "commit");
  expect(await answer).toEqual({ status: 200, data: { checkIn: { result: { alreadyCheckedIn: false } } } });
});

test("a transaction in which nothing happens ends after 15 s, and the URL's own options are kept", async () => {
  const url = new URL(database.serverUrl);
  url.searchParams.set("options", "-c work_mem=5MB");
  url.searchParams.set("application_name", "a+b");
  const pool = createPool(url.href, 10);
  const show = async (name: string) => (await pool.query<Record<string, string>>(`show ${name}`)).rows[0]?.[name];
  try {
    expect(await show("idle_in_transaction_session_timeout")).toBe("15s");
    expect(await show("default_transaction_isolation")).toBe("read committed");
    expect(await show("work_mem")).toBe("5MB");
    expect(await show("application_name")).toBe("a+b");
  } finally {
    await pool.end();
  }
});
