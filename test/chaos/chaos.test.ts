// The short form of `npm run chaos`.
import { createTestDatabase } from "../support/database.ts";
import { playChaos } from "./chaos.ts";

// New ones at each desk; in CI the same clients, though what they meet is never the same twice.
const seed = process.env["CI"] ? 1 : Math.floor(Math.random() * 2 ** 31);
const checks = "sums gaps below_zero verify stock clock claims errors keys natural_keys effects printed model".split(" ");
const none = Object.fromEntries(checks.map((name) => [name, 0]));

test(`everything adds up after 6 seconds of all commands at once, seed ${seed}`, async () => {
  const database = await createTestDatabase();
  try {
    const figures = await playChaos(database, { seconds: 6, clients: 16, users: 20, seed });
    const { differences, examples, repeats, playedOnTheModel } = figures;
    expect({ differences, examples }).toEqual({ differences: none, examples: [] });
    expect(Math.min(repeats.twins, repeats.later, repeats.afterDropped)).toBeGreaterThan(0);
    expect(playedOnTheModel).toBeGreaterThan(0);
  } finally {
    await database.drop();
  }
});
