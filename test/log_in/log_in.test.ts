// The short form of `npm run log-in`: so few attempts say little about time, so it is only shown.
import { createTestDatabase } from "../support/database.ts";
import { playLogIn } from "./log_in.ts";

const database = await createTestDatabase();
afterAll(async () => database.drop());

test("a wrong password is answered alike, whether the address has an account or not", async () => {
  const { differences, ratio } = await playLogIn(database, 2);
  console.log(`time for an address with an account to one without: ${ratio.toFixed(3)}`);
  expect(differences.answers).toBe(0);
});
