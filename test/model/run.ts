// `npm run model -- --runs N --seed S --workers W`: the model against the product for as long as one likes.
import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Options } from "./check.ts";
import type { Message } from "./worker.ts";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "1000" },
    commands: { type: "string", default: "50" },
    seed: { type: "string", default: String(Math.floor(Math.random() * 2 ** 31)) },
    workers: { type: "string", default: "1" },
    path: { type: "string" },
  },
});
const [commands, seed] = [Number(values.commands), Number(values.seed)];
/** That one run, or so many. */
const which = values.path === undefined ? { runs: Number(values.runs) } : { runs: 1, path: values.path };
const workers = Math.min(Number(values.workers), which.runs);

const started = performance.now();
const elapsed = (): number => (performance.now() - started) / 1000;
let played = 0;
let divergences = 0;

function tellProgress(): void {
  played++;
  const line = `${played} runs, ${Math.round(elapsed())} s, ${(played / elapsed()).toFixed(1)} runs/s`;
  if (process.stdout.isTTY) process.stdout.write(`\r${line} `);
  else if (played % 100 === 0) console.log(line);
}

/** Each plays its share from a seed of its own; what one finds does not stop the others. */
async function work(index: number): Promise<void> {
  const options: Options = { ...which, commands, seed: seed + index, runs: Math.floor((which.runs + index) / workers) };
  const worker = fork(join(import.meta.dirname, "worker.ts"), [JSON.stringify(options)]);
  worker.on("message", (message: Message) => {
    if (message === "played") return tellProgress();
    divergences++;
    console.log(`\n${message.found}`);
  });
  const [code] = (await once(worker, "exit")) as [number | null];
  if (code !== 0) process.exitCode = 1;
}

console.log(`${which.runs} runs of ${commands} commands, seed ${seed}`);
await Promise.all(Array.from({ length: workers }, async (_, index) => work(index)));
console.log(`\n${divergences} divergences in ${played} runs, ${elapsed().toFixed(1)} s`);
if (divergences > 0) process.exitCode = 1;
