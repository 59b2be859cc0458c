// Several processes that share one port: starts them, replaces one that dies, and stops them all.
import cluster, { type Worker } from "node:cluster";
import { join } from "node:path";
import { log } from "../log.ts";
import { UserError } from "../user_error.ts";
import type { Order, Report } from "./messages.ts";

export interface Workers {
  /** Where they listen, without a slash at the end. */
  readonly url: string;
  /** Lets each answer what it has begun. */
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
// Longer than a worker takes to answer what it has begun.
const stopMsMax = 20_000;

/**
 * Starts them, and waits until each serves.
 * @throws UserError when one of them does not come to serve; why, it has said itself
 */
export async function startWorkers(
  count: number,
  order: Order,
  { file = join(import.meta.dirname, "worker.ts"), steadyMs = 10_000 }: WorkersOptions = {},
): Promise<Workers> {
  // Each takes connections from the system itself. What this process would hand to one that has just died would be lost, and its client wait for ever.
  cluster.schedulingPolicy = cluster.SCHED_NONE;
  cluster.setupPrimary({ exec: file, args: [] });
  const state = { isStopping: false, delayMs: 0 };
  const workers = Array.from({ length: count }, () => startOne(order));
  const urls = await Promise.all(workers.map(untilItServes)).catch(async (error: unknown) => {
    await stopAll(state);
    throw error;
  });
  for (const worker of workers) keepOne(worker, order, steadyMs, state);
  return { url: urls[0] ?? "", stop: () => stopAll(state) };
}

function startOne(order: Order): Worker {
  const worker = cluster.fork();
  worker.once("online", () => worker.send(order));
  return worker;
}

function untilItServes(worker: Worker): Promise<string> {
  return new Promise((done, fail) => {
    worker.on("message", (report: Report) => done(report.url));
    worker.once("exit", () => fail(new UserError("A worker could not start: see what it says above.")));
  });
}

// One that dies young may do so again: each time the next is started later.
function keepOne(worker: Worker, order: Order, steadyMs: number, state: { isStopping: boolean; delayMs: number }): void {
  const startedAt = Date.now();
  worker.once("exit", (code, signal) => {
    if (state.isStopping) return;
    const isSteady = Date.now() - startedAt >= steadyMs;
    state.delayMs = isSteady ? 0 : Math.min(Math.max(state.delayMs * 2, delayMsMin), delayMsMax);
    log.error({ pid: worker.process.pid, code, signal, delayMs: state.delayMs }, "a worker has ended: another one takes its place");
    setTimeout(() => {
      if (!state.isStopping) keepOne(startOne(order), order, steadyMs, state);
    }, state.delayMs);
  });
}

async function stopAll(state: { isStopping: boolean }): Promise<void> {
  state.isStopping = true;
  const all = Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);
  await Promise.all(
    all.map(async (worker) => {
      const ended = new Promise((done) => void worker.once("exit", done));
      if (worker.isDead()) return;
      worker.process.kill("SIGTERM");
      const deadline = setTimeout(() => worker.process.kill("SIGKILL"), stopMsMax);
      await ended;
      clearTimeout(deadline);
    }),
  );
}
