// The short form of `npm run proof`.
import { createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { playProof } from "./proof.ts";
import type { Figures } from "./proof.ts";

let database: TestDatabase;
let figures: Figures;
beforeAll(async () => {
  database = await createTestDatabase();
  figures = await playProof(database, { users: 60, days: 40 });
});
afterAll(async () => database.drop());

test("the history has every kind of entry and every mark, before and after a change of the energy maximum", () => {
  expect(figures.differences.missingKinds).toBe(0);
  expect(figures.commands).toBeGreaterThan(4000);
  expect(figures.entriesByVersion).toEqual({ 1: expect.any(Number), 2: expect.any(Number) });
});

test("it is proven", () => expect(figures.differences.verify).toBe(0));

test("whatever is forged in it is found, and the entry is named", () => {
  expect(Object.keys(figures.tampering).length).toBeGreaterThanOrEqual(10);
  expect(Object.entries(figures.tampering).filter(([, found]) => found.includes("NOT NAMED"))).toEqual([]);
  expect(figures.differences).toMatchObject({ notFound: 0, notNamed: 0 });
});

test("what a what-if foretells is what happens when the change is made in a copy and the same days are driven again", () => {
  expect(figures.whatIf).toMatchObject({ usersForetoldWrong: 0, firstWrong: null });
  expect(figures.whatIf.users).toBeGreaterThan(40);
  expect(Number(figures.whatIf.foretold)).toBeGreaterThan(1000);
  expect(figures.whatIf.happened).toBe(figures.whatIf.foretold);
});
