// The load generator's process: takes a task, plays it, answers with what happened.
import { errorMessage } from "../../src/user_error.ts";
import { openHttp } from "./http_load.ts";
import { openSql, openTpcb } from "./sql_load.ts";
import type { Outcome, Task } from "./tasks.ts";

/** Sends the request of an index; throws when the answer is not the right one. */
export type Send = (index: number) => Promise<void>;

/** Connections that are open. */
export interface Opened {
  connections: Send[];
  close: () => Promise<void>;
}

const reasonsMax = 3;

function open(task: Task): Promise<Opened> {
  if (task.kind === "http") return openHttp(task);
  return task.kind === "sql" ? openSql(task) : openTpcb(task);
}

async function play(task: Task): Promise<Outcome> {
  const { connections, close } = await open(task);
  const count = task.kind === "http" ? task.requests.length : task.kind === "sql" ? task.values.length : task.transactions;
  const outcome: Outcome = { seconds: 0, latenciesMs: [], failed: [], reasons: [], generatorCpuMs: 0 };
  const send = async (connection: Send, index: number, dueMs: number): Promise<void> => {
    try {
      await connection(index);
      outcome.latenciesMs.push(performance.now() - dueMs);
    } catch (error) {
      outcome.failed.push(index);
      if (outcome.reasons.length < reasonsMax) outcome.reasons.push(errorMessage(error));
    }
  };
  const used = process.cpuUsage();
  const started = performance.now();
  if (task.kind === "http" && task.rate) await sendOnTime(connections, count, task.rate, send);
  else await sendInTurn(connections, count, send);
  outcome.seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(used);
  outcome.generatorCpuMs = (user + system) / 1000;
  await close();
  return outcome;
}

type SendOne = (connection: Send, index: number, dueMs: number) => Promise<void>;

async function sendInTurn(connections: Send[], count: number, send: SendOne): Promise<void> {
  let next = 0;
  await Promise.all(
    connections.map(async (connection) => {
      while (next < count) await send(connection, next++, performance.now());
    }),
  );
}

// Timers fire on whole milliseconds, so requests are due on them; those that find no connection free wait, and the wait counts.
async function sendOnTime(connections: Send[], count: number, rate: number, send: SendOne): Promise<void> {
  const started = Math.ceil(performance.now()) + 5;
  const dueOf = (index: number): number => started + Math.floor((index * 1000) / rate);
  const free = [...connections];
  const waiting: number[] = [];
  let scheduled = 0;
  let answered = 0;
  await new Promise<void>((done) => {
    const dispatch = (): void => {
      while (waiting.length > 0 && free.length > 0) {
        const [index, connection] = [waiting.shift() ?? 0, free.pop()];
        if (!connection) return;
        void sendFreed(connection, index);
      }
    };
    const sendFreed = async (connection: Send, index: number): Promise<void> => {
      await send(connection, index, dueOf(index));
      free.push(connection);
      if (++answered === count) done();
      else dispatch();
    };
    const tick = (): void => {
      while (scheduled < count && dueOf(scheduled) <= performance.now()) waiting.push(scheduled++);
      dispatch();
      if (scheduled < count) setTimeout(tick, Math.max(1, Math.floor(dueOf(scheduled) - performance.now())));
    };
    tick();
  });
}

process.on("message", (task: Task) => {
  play(task).then(
    (outcome) => process.send?.(outcome),
    (error: unknown) => process.send?.({ error: errorMessage(error) }),
  );
});
process.on("disconnect", () => process.exit());
process.on("SIGINT", () => undefined); // Ctrl-C reaches all processes; whoever started this one ends it
