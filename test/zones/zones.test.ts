// The short form of `npm run zones`: all that is known to be hard, and one zone for each way in which clocks change.
import { check } from "./check.ts";
import { daysOfHopping, hop, randomHops, regularHops } from "./hopping.ts";
import type { Hops } from "./hopping.ts";
import { checkNamedDay, namedDays, nameOf } from "./named_days.ts";
import { openProduct } from "./product.ts";
import type { Product } from "./product.ts";
import { allHistories, sampleRuns, years } from "./runs.ts";
import { checkSkippedDay, zonesWithoutTheDay } from "./skipped_day.ts";
import { dayLength } from "./time.ts";

let product: Product;
beforeAll(async () => {
  product = await openProduct();
});
afterAll(async () => product.close());

function expectNone(wrong: string[]): void {
  if (wrong.length > 0) throw new Error(wrong.join("\n"));
}

test.each(namedDays.map((named) => [nameOf(named), named] as const))("%s", async (_name, named) => {
  expectNone(await checkNamedDay(product, named));
});

test.each(zonesWithoutTheDay)("%s never had 2011-12-30, and a streak goes on over it", async (zone) => {
  expectNone(await checkSkippedDay(product, zone));
});

const hopping: [string, () => Hops][] = [
  ["every hour, and each minute around midnights", () => regularHops(2)],
  ["at random, with day starts and late check-ins", () => randomHops(1)],
];
test.each(hopping)(`${daysOfHopping} days of hopping between UTC-12 and UTC+14 gain a date once: %s`, async (_name, hops) => {
  expectNone((await hop(product, hops())).wrong);
});

test("one check-in on each local day around a change of the clock, in each way in which zones change", async () => {
  // Once a week suffices for the look: no clock changes and changes back within one.
  const histories = await allHistories(product.client, years(2024, 2030, 7 * dayLength));
  const named = new Set(namedDays.map(({ zone }) => zone));
  const wrong: string[] = [];
  for (const run of sampleRuns(histories, named)) wrong.push(...(await check(product, run)).wrong);
  expectNone(wrong);
});
