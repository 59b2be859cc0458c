/** A Date is a day of the calendar as ISO 8601 writes it, and nothing else that PostgreSQL would understand. */
import { createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { startServer } from "../support/server.ts";
import type { TestServer } from "../support/server.ts";

let database: TestDatabase;
let server: TestServer;

beforeAll(async () => {
  database = await createTestDatabase();
  server = await startServer(database);
  await database.setClock("2028-02-29T12:00:00Z");
});

afterAll(async () => {
  await server.stop();
  await database.drop();
});

const calendar = "query ($since: Date) { me { calendar(since: $since) { day } } }";

test("a day is taken and given as YYYY-MM-DD, in a variable and in the document", async () => {
  const today = { data: { me: { calendar: [{ day: "2028-02-29" }] } } };
  expect(await server.send("alice", calendar, { since: "2028-02-29" })).toMatchObject(today);
  expect(await server.send("alice", '{ me { calendar(since: "2028-02-29") { day } } }')).toMatchObject(today);
});

describe("INVALID_INPUT, in a variable and in the document, is", () => {
  test.each([
    ["now"],
    ["today"],
    ["infinity"],
    ["11/22/2026"],
    ["20280229"],
    ["2028-2-29"],
    ["2028-02-29T23:30:00-10:00"],
    ["2028-02-29 BC"],
    [" 2028-02-29"],
    ["2028-02-29\n"],
    ["2027-02-29"],
    ["2028-02-30"],
    ["2028-13-01"],
    ["2028-00-00"],
    ["0000-01-01"],
    [""],
    [20_280_229],
    [["2028-02-29"]],
  ])("%j", async (since) => {
    const refused = { errors: [{ extensions: { code: "INVALID_INPUT" } }] };
    expect(await server.send("alice", calendar, { since })).toMatchObject(refused);
    expect(await server.send("alice", `{ me { calendar(since: ${JSON.stringify(since)}) { day } } }`)).toMatchObject(refused);
  });
});
