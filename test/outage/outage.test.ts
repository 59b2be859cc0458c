// The short form of `npm run outage`.
import { createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { playOutage } from "./outage.ts";
import type { Figures } from "./outage.ts";

let database: TestDatabase;
let figures: Figures;
beforeAll(async () => {
  database = await createTestDatabase();
  figures = await playOutage(database, 200);
});
afterAll(async () => database.drop());

test("who lost something in the outage is affected by its amnesty, and nobody else", () =>
  expect(figures.affectedFates).toEqual({
    "away since the 9th, with a freeze": 10,
    broke: 40,
    "broke, with a freeze": 30,
    "repaired": 10,
    "spent a freeze": 40,
  }));

test("its preview is its effect, for each user, when read and when stored", () =>
  expect(figures.differences).toMatchObject({ read: 0, stored: 0 }));

test("a second one changes nothing", () => expect(figures.differences.secondTime).toBe(0));

test("journal, state and calendar add up after it", () => expect(figures.differences.verify).toBe(0));
