// Holds what a command needs, so that a test can act while a request waits for it.
import { setTimeout as sleep } from "node:timers/promises";
import type { TestDatabase } from "./database.ts";

const waitMsMax = 10_000;

/**
 * Updates every user's row in a transaction that stays open, sends a request, and lets it wait there.
 * @param send a command of a user whose row exists
 * @param end how the transaction ends while the request waits; "terminate" ends the request's connection first
 * @returns what the request answers in the end
 */
export async function requestThatWaits<Answer>(
  database: TestDatabase,
  send: () => Promise<Answer>,
  end: "commit" | "terminate",
): Promise<{ answer: Promise<Answer> }> {
  const holder = await database.pool.connect();
  try {
    await holder.query("begin isolation level read committed");
    await holder.query("update app_private.user_states set energy = energy");
    const answer = send();
    const [waiting] = await waitingBackends(database, 1);
    if (end === "terminate") {
      await database.query("select pg_terminate_backend($1)", [waiting]);
      await answer;
    }
    await holder.query("commit");
    return { answer };
  } finally {
    holder.release(true);
  }
}

/**
 * Waits until so many requests wait for a lock.
 * @returns the backends of all that do
 */
export async function waitingBackends(database: TestDatabase, count: number): Promise<number[]> {
  const deadline = Date.now() + waitMsMax;
  while (Date.now() < deadline) {
    const waiting = await backendsThatWait(database);
    if (waiting.length >= count) return waiting;
    await sleep(10);
  }
  throw new Error(`no ${count} requests wait for a lock`);
}

/** The backends of requests that wait for a lock just now. */
export async function backendsThatWait(database: TestDatabase): Promise<number[]> {
  const waiting = await database.query<{ pid: number }>(
    `select pid from pg_stat_activity where datname = current_database() and usename = 'app_server' and wait_event_type = 'Lock'`,
  );
  return waiting.map(({ pid }) => pid);
}
