// The short form of `npm run fuzz`.
import { createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { playFuzz } from "./fuzz.ts";
import type { Figures } from "./fuzz.ts";
import { createOracle } from "./oracle.ts";

// Other requests at each desk; in CI the same.
const seed = process.env["CI"] ? 1 : Math.floor(Math.random() * 2 ** 29);

let database: TestDatabase;
let figures: Figures;
beforeAll(async () => {
  database = await createTestDatabase();
  figures = await playFuzz(database, { count: 2000, seed });
});
afterAll(async () => database.drop());

test(`each of 2,000 requests is answered, in time, without blame on us, and without a name from the inside; seed ${seed}`, () => {
  const { differences, examples, requests } = figures;
  expect({ differences, examples }).toEqual({
    differences: { serverErrors: 0, hangs: 0, leaks: 0, verify: 0, notServedAfter: 0 },
    examples: [],
  });
  expect(requests).toBeGreaterThanOrEqual(2000);
});

test("they get further than the first refusal: many are executed, and many kinds of refusal are seen", () => {
  expect(figures.answers["200"]).toBeGreaterThan(400);
  expect(Object.keys(figures.answers).length).toBeGreaterThan(25);
});

test.each([
  ["a table", 'relation "app_private.user_states" does not exist'],
  ["a column", "the value of energy_anchor is wrong"],
  ["a role", "as app_owner"],
  ["a function", "app_rules.settle_streak(record)"],
  ["a file", "at settingsOf (graphql/preset.ts:28:3)"],
  ["a stack", "    at async Promise.all (index 0)\\n    at async file:///srv/main.js:1:1"],
  ["a suggestion", 'Cannot query field "pointz". Did you mean "points"?'],
])("the oracle hears the name of %s", async (_what, answer) => {
  const oracle = await createOracle(database);
  expect(oracle.leaks(answer, "{ me { userId } }")).not.toEqual([]);
  expect(oracle.leaks('{"data":{"me":{"rewards":[{"rewardId":"streak_3"}]}}}', "{ me { rewards { rewardId } } }")).toEqual([]);
});
