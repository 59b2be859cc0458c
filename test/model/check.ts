// Has fast-check make up runs and plays them; of one in which model and product differ, tells the smallest form.
import fc from "fast-check";
import type pg from "pg";
import { aRun } from "./arbitrary.ts";
import type { Run } from "./commands.ts";
import { play } from "./play.ts";
import type { Divergence } from "./play.ts";
import { shrink } from "./shrink.ts";

export interface Found extends Divergence {
  seed: number;
  /** Names the run among those of the seed. */
  path: string;
}

export interface Options {
  runs: number;
  seed: number;
  commands: number;
  /** To play one run only. */
  path?: string;
  onRun?: () => void;
}

/** What is found first; null: nothing. */
export async function check(
  client: pg.ClientBase,
  { runs, seed, commands, path, onRun }: Options,
): Promise<Found | null> {
  const property = fc.asyncProperty(aRun(commands), async (run) => {
    onRun?.();
    return (await play(client, run)) === null;
  });
  const result = await fc.check(property, {
    numRuns: runs,
    seed,
    endOnFailure: true, // our own shrinking knows which parts of a run can go
    ...(path === undefined ? {} : { path }),
  });
  if (!result.failed) return null;
  if (result.counterexample === null) throw new Error("fast-check has found no run to play");
  const [run] = result.counterexample;
  const original = await play(client, run); // or the error that made the run fail
  const smallest = await shrink(run, async (smaller) => differs(client, smaller));
  const divergence = (await play(client, smallest)) ?? original;
  if (!divergence) throw new Error("a run that failed does not fail again");
  return { ...divergence, seed, path: result.counterexamplePath ?? "" };
}

/** A set-up that the database refuses is no smaller form of one that it takes. */
async function differs(client: pg.ClientBase, run: Run): Promise<boolean> {
  try {
    return (await play(client, run)) !== null;
  } catch {
    return false;
  }
}

const differencesShown = 20;

export const describeFound = ({ seed, path, done, differences }: Found): string =>
  [
    `model and product differ; again: npm run model -- --seed ${seed} --path ${path}`,
    ...done.map((line) => `  ${line}`),
    ...differences.slice(0, differencesShown).map((line) => `  ✗ ${line}`),
    ...(differences.length > differencesShown ? [`  ✗ … ${differences.length} differences in all`] : []),
  ].join("\n");
