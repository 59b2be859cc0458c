// `npm run zones`: every zone, every change of its clock from 2024 to 2030, every day start; and all that is known to be hard.
// Other years: `npm run zones -- --since 2012 --until 2023`; the rules are in force since 2000.
import { parseArgs } from "node:util";
import setUp from "../support/global_setup.ts";
import tearDown from "../support/global_teardown.ts";
import { check } from "./check.ts";
import type { Result, Run } from "./check.ts";
import { differencesOf } from "./differences.ts";
import { daysOfHopping, hop, randomHops, regularHops } from "./hopping.ts";
import { skipsMidnight } from "./history.ts";
import { checkNamedDay, namedDays } from "./named_days.ts";
import { openProduct } from "./product.ts";
import type { Product } from "./product.ts";
import { allHistories, allRuns, changesWithin, years } from "./runs.ts";
import { checkSkippedDay, zonesWithoutTheDay } from "./skipped_day.ts";
import { dayLength } from "./time.ts";

const { values } = parseArgs({
  options: { since: { type: "string", default: "2024" }, until: { type: "string", default: "2030" } },
});
const wrongShown = 10;
const seeds = [1, 2, 3, 4, 5];

const started = performance.now();
const elapsed = (): string => `${Math.round((performance.now() - started) / 1000)} s`;

await setUp();
try {
  // Two, as one connection keeps one core busy.
  const products = [await openProduct(), await openProduct()] as const;
  try {
    const wrong = await playHardCases(products[0]);
    const { figures, results } = await playAll(products);
    wrong.push(...results.flatMap((result) => result.wrong));
    for (const line of wrong.slice(0, wrongShown)) console.log(`wrong: ${line}`);
    console.log(`${figures}, ${wrong.length} wrong in all, ${elapsed()}`);
    if (wrong.length > 0) process.exitCode = 1;
  } finally {
    for (const product of products) await product.close();
  }
} finally {
  await tearDown();
}

async function playHardCases(product: Product): Promise<string[]> {
  const wrong: string[] = [];
  for (const named of namedDays) wrong.push(...(await checkNamedDay(product, named)));
  for (const zone of zonesWithoutTheDay) wrong.push(...(await checkSkippedDay(product, zone)));
  console.log(`${namedDays.length} named days; 2011-12-30 skipped in ${zonesWithoutTheDay.join(", ")}: ${wrong.length} wrong`);
  for (const hops of [regularHops(15), ...seeds.map(randomHops)]) {
    const hopped = await hop(product, hops);
    wrong.push(...hopped.wrong);
    const { checkIns, dates } = hopped;
    console.log(
      `${hops.steps.length} calls in ${daysOfHopping} days between UTC-12 and UTC+14: ${checkIns} check-ins on ${dates} dates, ${hopped.wrong.length} wrong`,
    );
  }
  return wrong;
}

async function playAll(players: readonly [Product, ...Product[]]): Promise<{ figures: string; results: Result[] }> {
  const [{ client }] = players;
  const histories = await allHistories(client, years(Number(values.since), Number(values.until), dayLength));
  const withoutMidnight = histories.filter((history) => changesWithin(history).some(skipsMidnight));
  console.log(`days without midnight in ${withoutMidnight.map(({ zone }) => zone).join(", ")}`);
  for (const line of await differencesOf(histories)) console.log(`time zone data differ in ${line}`);

  const runs = histories.flatMap(allRuns);
  const results: Result[] = [];
  const queue = runs.values();
  await Promise.all(players.map(async (product) => playEach(product, queue, results, runs.length)));
  const sum = (count: (result: Result) => number): number => results.reduce((total, result) => total + count(result), 0);
  const figures = [
    `${histories.length} zones`,
    `${histories.flatMap(changesWithin).length} transitions`,
    `${runs.length} runs`,
    `${sum(({ days }) => days)} days checked in`,
    `${sum(({ repeats }) => repeats)} repeats`,
    `${sum(({ wrong }) => wrong.length)} wrong days`,
  ].join(", ");
  return { figures, results };
}

async function playEach(product: Product, queue: Iterable<Run>, results: Result[], all: number): Promise<void> {
  for (const run of queue) {
    results.push(await check(product, run));
    const line = `${results.length} of ${all} runs, ${elapsed()}`;
    if (process.stdout.isTTY) process.stdout.write(`\r${line} ${results.length === all ? "\n" : ""}`);
    else if (results.length % 2000 === 0) console.log(line);
  }
}
