// One worker from its start to its end, however that comes: it could not be had, was killed before anything reached it, or was stopped.
import cluster, { type Worker } from "node:cluster";
import { type Order, type Report, waiting } from "./messages.ts";

/** How it ended; `error` alone when it never came to be. */
export interface Ending {
  readonly pid?: number | undefined;
  readonly code?: number | null;
  readonly signal?: string | null;
  readonly error?: unknown;
}

export interface Run {
  /** Never rejects. */
  readonly ended: Promise<Ending>;
  /** Lets it answer what it has begun, and waits until it has ended. */
  stop(): Promise<void>;
}

// Longer than a worker takes to answer what it has begun.
const stopMsMax = 20_000;

/**
 * Starts one.
 * @param onServe told where it listens, once it serves
 */
export function runWorker(order: Order, onServe: (url: string) => void): Run {
  let worker: Worker;
  try {
    worker = cluster.fork();
  } catch (error) {
    return { ended: Promise.resolve({ error }), stop: async () => undefined };
  }
  let hasEnded = false;
  const ended = new Promise<Ending>((done) => {
    const end = (ending: Ending) => {
      hasEnded = true;
      done(ending);
    };
    worker.once("exit", (code: number | null, signal: string | null) => end({ pid: worker.process.pid, code, signal }));
    // What is sent to one that has just died is an error of this process unless somebody listens. Whom nothing reaches is of no use.
    worker.on("error", (error) => {
      if (worker.process.pid === undefined) end({ error });
      else worker.process.kill("SIGKILL");
    });
  });
  worker.on("message", (said: typeof waiting | Report) => {
    if (said === waiting) worker.send(order);
    else if (!hasEnded) onServe(said.url); // the news of its end may have come first
  });
  return {
    ended,
    async stop() {
      worker.process.kill("SIGTERM");
      const deadline = setTimeout(() => worker.process.kill("SIGKILL"), stopMsMax);
      await ended;
      clearTimeout(deadline);
    },
  };
}
