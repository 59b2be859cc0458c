// The short form of `npm run chaos`: once with every command, once with those only that the model knows.
import { createTestDatabase } from "../support/database.ts";
import { playChaos } from "./chaos.ts";
import type { Figures } from "./chaos.ts";

// New ones at each desk; in CI the same clients, though what they meet is never the same twice.
const seed = process.env["CI"] ? 1 : Math.floor(Math.random() * 2 ** 31);
const checks = "sums gaps below_zero verify stock claims errors keys natural_keys effects printed model".split(" ");
const none = Object.fromEntries(checks.map((name) => [name, 0]));

async function play(seconds: number, calendarOnly: boolean): Promise<Figures> {
  const database = await createTestDatabase();
  try {
    return await playChaos(database, { seconds, clients: 16, users: 20, seed, calendarOnly });
  } finally {
    await database.drop();
  }
}

test(`everything adds up after 6 seconds of all commands at once, seed ${seed}`, async () => {
  const { differences, examples, repeats } = await play(6, false);
  expect({ differences, examples }).toEqual({ differences: none, examples: [] });
  expect(Math.min(repeats.twins, repeats.later, repeats.afterDropped)).toBeGreaterThan(0);
});

test(`and after 3 seconds of those of the calendar, as in the model, seed ${seed}`, async () => {
  const { differences, examples, playedOnTheModel } = await play(3, true);
  expect({ differences, examples }).toEqual({ differences: none, examples: [] });
  expect(playedOnTheModel).toBeGreaterThan(0);
});
