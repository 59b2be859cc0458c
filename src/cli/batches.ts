// Looks at all users in batches on several connections, so that it shows how far it is, uses all cores, and holds no snapshot for long.
import { availableParallelism } from "node:os";
import type pg from "pg";
import { connect } from "../database/connect.ts";
import { errorCode, errorMessage, UserError } from "../user_error.ts";

export interface BatchOptions {
  /** For connections that may read everything. */
  readonly url: string;
  /** Told after each batch how many users are done, of how many. */
  readonly onUsers?: (done: number, all: number) => void;
  /** Ends it after the batches that have begun, by throwing its reason. */
  readonly signal?: AbortSignal;
  readonly connections?: number;
}

/** Users from one id to another, both included. Null for whatever comes before the first, or after the last. */
export interface Batch {
  readonly first: string | null;
  readonly last: string | null;
  readonly users: number;
}

const applicationName = "stateful-engagement-backend: looks at all users";
const connectionsMax = 8;
const firstBatch = 10;
const batchMax = 500;
const batchMs = 1_000;
const nobody = "00000000-0000-0000-0000-000000000000";

/**
 * Works through all users up to one id, or to the end. Batches follow each other without a gap: nobody, known or not, is between them.
 * @returns how many users there were
 * @throws what a batch throws, once those that have begun are done
 */
export async function inBatches(
  { url, onUsers, signal, connections = Math.min(availableParallelism(), connectionsMax) }: BatchOptions,
  work: (client: pg.Client, batch: Batch) => Promise<void>,
  until: string | null = null,
): Promise<number> {
  return withConnection(url, async (guide) => {
    let [users, size] = [0, firstBatch];
    const all = await countUsers(guide, until);
    const batches = batchesOf(guide, () => size, until, signal);
    const workThrough = async (client: pg.Client): Promise<void> => {
      // One that throws ends the batches for all.
      for await (const batch of batches) {
        const began = performance.now();
        await work(client, batch);
        users += batch.users;
        const ms = performance.now() - began;
        if (batch.users > 0) size = clamp(Math.round((batch.users * batchMs) / ms), 1, Math.min(2 * size, batchMax));
        onUsers?.(users, Math.max(all, users));
      }
    };
    const workers = Array.from({ length: connections }, async () => withConnection(url, workThrough));
    for (const result of await Promise.allSettled(workers)) if (result.status === "rejected") throw result.reason;
    return users;
  });
}

/** Opens a connection, and closes it whatever happens. */
export async function withConnection<Result>(url: string, use: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = await connect(url, applicationName);
  try {
    return await use(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * Asks, and says what could not be done when that fails. A connection that breaks is an error like any other.
 * @param failure such as "The proof of the stock failed"
 */
export async function ask<Row extends pg.QueryResultRow>(
  client: pg.Client,
  sql: string,
  values: unknown[],
  failure: string,
): Promise<Row[]> {
  try {
    return (await client.query<Row>(sql, values)).rows;
  } catch (error) {
    const code = errorCode(error);
    throw new UserError(
      `${failure}: ${errorMessage(error)}${code === undefined ? "" : ` (${code})`}. Try again, or look into PostgreSQL's log.`,
    );
  }
}

/** A batch in words. */
export function usersOf({ first, last }: Batch): string {
  return `the users from ${first ?? "the first"} to ${last ?? "the last"}`;
}

// Each ends at a user, and the next begins with the next id that could be.
async function* batchesOf(
  guide: pg.Client,
  size: () => number,
  until: string | null,
  signal?: AbortSignal,
): AsyncGenerator<Batch, void, void> {
  let first: string | null = null;
  for (;;) {
    signal?.throwIfAborted();
    const wanted = size();
    const users: { user_id: string }[] = await ask(
      guide,
      `select u.user_id from app_private.users as u
       where u.user_id >= $1 and (u.user_id <= $3 or $3 is null) order by u.user_id limit $2`,
      [first ?? nobody, wanted, until],
      "The users cannot be read",
    );
    const end: string | undefined = users.length < wanted ? undefined : users.at(-1)?.user_id;
    const next: string | undefined = end === undefined ? undefined : idAfter(end);
    yield { first, last: next === undefined || end === undefined ? until : end, users: users.length };
    if (next === undefined) return;
    first = next;
  }
}

async function countUsers(client: pg.Client, until: string | null): Promise<number> {
  const rows = await ask<{ users: string }>(
    client,
    "select count(*) as users from app_private.users as u where u.user_id <= $1 or $1 is null",
    [until],
    "The users cannot be read",
  );
  return Number(rows[0]?.users);
}

function idAfter(userId: string): string | undefined {
  const next = (BigInt(`0x${userId.replaceAll("-", "")}`) + 1n).toString(16).padStart(32, "0");
  return next.length === 32 ? next : undefined;
}

function clamp(value: number, min: number, max: number): number {
  return Math.max(min, Math.min(value, max));
}
