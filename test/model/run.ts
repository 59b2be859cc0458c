// `npm run model -- --runs N --seed S`: the model against the product for as long as one likes.
import { parseArgs } from "node:util";
import setUp from "../support/global_setup.ts";
import tearDown from "../support/global_teardown.ts";
import { check, describeFound } from "./check.ts";
import { openProduct } from "./product.ts";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "1000" },
    commands: { type: "string", default: "50" },
    seed: { type: "string", default: String(Math.floor(Math.random() * 2 ** 31)) },
    path: { type: "string" },
  },
});
const [runs, commands, seed] = [values.runs, values.commands, values.seed].map(Number) as [number, number, number];

/** That one run, or so many. */
const which = values.path === undefined ? { runs } : { runs: 1, path: values.path };

await setUp();
try {
  console.log(`${which.runs} runs of ${commands} commands, seed ${seed}`);
  const started = performance.now();
  const elapsed = (): number => (performance.now() - started) / 1000;
  let played = 0;
  const onRun = (): void => {
    played++;
    const line = `${played} runs, ${Math.round(elapsed())} s, ${(played / elapsed()).toFixed(1)} runs/s`;
    if (process.stdout.isTTY) process.stdout.write(`\r${line} `);
    else if (played % 100 === 0) console.log(line);
  };
  const product = await openProduct();
  try {
    const found = await check(product.client, { seed, commands, onRun, ...which });
    console.log(
      found ? `\n${describeFound(found)}` : `\n0 divergences in ${which.runs} runs, ${elapsed().toFixed(1)} s`,
    );
    if (found) process.exitCode = 1;
  } finally {
    await product.close();
  }
} finally {
  await tearDown();
}
