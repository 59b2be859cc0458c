/** A Date is a day of the calendar and a Datetime an instant as ISO 8601 writes them, and nothing else that PostgreSQL would understand. */
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

const add = `mutation ($at: Datetime!) { addRuleVersion(input: { effectiveFrom: $at, parameters: { energyMax: 120 } }) { result {
  ruleVersionId effectiveFrom parameters { energyMax energyStart } } } }`;
const olga = { operator: "olga" };

test("an instant is taken with Z or an offset, and as it is given out", async () => {
  const result = { ruleVersionId: 2, effectiveFrom: "2028-03-01T10:30:00.000000+00:00", parameters: { energyMax: 120, energyStart: 50 } };
  for (const at of ["2028-03-01T10:30:00Z", "2028-03-01T12:30+02:00", result.effectiveFrom]) {
    expect(await server.send(olga, add, { at })).toMatchObject({ data: { addRuleVersion: { result } } });
    expect(await server.send(olga, add.replace("($at: Datetime!)", "").replace("$at", JSON.stringify(at)))).toMatchObject({
      data: { addRuleVersion: { result } },
    });
  }
});

describe("INVALID_INPUT, in a variable and in the document, is no instant:", () => {
  test.each([
    ["now"],
    ["tomorrow"],
    ["infinity"],
    ["2028-03-01"],
    ["2028-03-01T10:30:00"],
    ["2028-03-01 10:30:00Z"],
    ["2028-03-01T10:30:00Z BC"],
    ["2028-03-01T10:30:00 Europe/Berlin"],
    ["2028-02-30T10:30:00Z"],
    ["2028-03-01T25:00:00Z"],
    ["2028-03-01T10:30:00.1234567Z"],
    ["10000-03-01T10:30:00Z"],
    [1_835_000_000],
  ])("%j", async (at) => {
    const refused = { errors: [{ extensions: { code: "INVALID_INPUT" } }] };
    expect(await server.send(olga, add, { at })).toMatchObject(refused);
    expect(await server.send(olga, add.replace("($at: Datetime!)", "").replace("$at", JSON.stringify(at)))).toMatchObject(refused);
  });
});
