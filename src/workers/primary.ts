// Several processes that share one port: starts them, replaces those that end, and stops them all.
import cluster from "node:cluster";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { log } from "../log.ts";
import { errorMessage, UserError } from "../user_error.ts";
import type { Order } from "./messages.ts";
import { type Ending, type Run, runWorker } from "./run_worker.ts";

export interface Workers {
  /** Where they listen, without a slash at the end: once all of them serve. */
  readonly url: Promise<string>;
  /** Rejects with a UserError, at any time, once none serves and none can be started. */
  readonly failure: Promise<never>;
  /** Lets each answer what it has begun; those that still start are stopped too. */
  stop(): Promise<void>;
}

export interface WorkersOptions {
  /** What runs in each; another file only in a test. */
  readonly file?: string;
  /** How long one must have lived to be replaced at once. */
  readonly steadyMs?: number;
}

const delayMsMin = 100;
const delayMsMax = 30_000;
const failedStartsMax = 5;

/** Starts them, and replaces each that ends until they are stopped, or none of them can be started. */
export function startWorkers(
  count: number,
  order: Order,
  { file = join(import.meta.dirname, "worker.ts"), steadyMs = 10_000 }: WorkersOptions = {},
): Workers {
  // Each takes connections from the system itself. What this process would hand to one that has just died would be lost, and its client wait for ever.
  cluster.schedulingPolicy = cluster.SCHED_NONE;
  cluster.setupPrimary({ exec: file, args: [] });
  const url = Promise.withResolvers<string>();
  const failure = Promise.withResolvers<never>();
  const stopping = new AbortController();
  const alive = new Set<Run>();
  const serving = new Set<Run>();

  const runOne = async () => {
    const startedAt = Date.now();
    const run = runWorker(order, (address) => {
      serving.add(run);
      if (serving.size === count) url.resolve(address);
    });
    alive.add(run);
    const ending = await run.ended;
    alive.delete(run);
    const hasServed = serving.delete(run);
    return { ending, hasServed, isSteady: hasServed && Date.now() - startedAt >= steadyMs };
  };
  // One that dies young may do so again: each time the next is started later.
  const keepOne = async () => {
    let failedStarts = 0; // in a row, in this place, while none serves: what hits all at once is one failure of each
    for (let delayMs = 0; ; ) {
      const { ending, hasServed, isSteady } = await runOne();
      if (stopping.signal.aborted) return;
      failedStarts = hasServed || serving.size > 0 ? 0 : failedStarts + 1;
      if (failedStarts >= failedStartsMax) {
        stopping.abort();
        return failure.reject(new UserError(whyNone(ending)));
      }
      delayMs = isSteady ? 0 : Math.min(Math.max(delayMs * 2, delayMsMin), delayMsMax);
      log.error({ ...ending, delayMs }, "a worker has ended: another one takes its place");
      await sleep(delayMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
    }
  };
  for (let place = 0; place < count; place++) void keepOne();
  return {
    url: url.promise,
    failure: failure.promise,
    async stop() {
      stopping.abort();
      await Promise.all([...alive].map((run) => run.stop()));
    },
  };
}

function whyNone({ code, signal, error }: Ending): string {
  const how = error ? `could not be had: ${errorMessage(error)}` : signal ? `was ended by ${signal}` : `ended with exit code ${code}`;
  return `A worker could not start, ${failedStartsMax} times in a row (the last one ${how}): see what it says above, and whether memory or processes are short.`;
}
