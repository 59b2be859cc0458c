// Proves users in batches on several connections, so that it shows how far it is, uses all cores, and holds no snapshot for long.
import { availableParallelism } from "node:os";
import type pg from "pg";
import { connect } from "../database/connect.ts";
import { errorCode, errorMessage, UserError } from "../user_error.ts";

export interface Difference {
  readonly userId: string | null;
  readonly sequenceNumber: string | null;
  readonly rewardId: string | null;
  readonly text: string;
}

export interface ProofOptions {
  /** For connections that may read everything. */
  readonly url: string;
  /** Told of each difference as it is found. */
  readonly onDifference?: (difference: Difference) => void;
  /** Told after each batch how many users are proven, of how many. */
  readonly onUsers?: (done: number, all: number) => void;
  /** Ends the proof after the batches that have begun, by throwing its reason. */
  readonly signal?: AbortSignal;
  readonly connections?: number;
}

export interface Proof {
  readonly users: number;
  readonly differences: number;
  readonly seconds: number;
}

interface Batch {
  /** Null for whatever comes before the first user, or after the last. */
  readonly first: string | null;
  readonly last: string | null;
  readonly users: number;
}

const applicationName = "stateful-engagement-backend: proves users";
const connectionsMax = 8;
const firstBatch = 10;
const batchMax = 500;
const batchMs = 1_000;
const nobody = "00000000-0000-0000-0000-000000000000";

/**
 * Proves everybody and the stock.
 * @throws UserError when a part of it could not be proven
 */
export async function proveAll(options: ProofOptions): Promise<Proof> {
  const { url, onUsers, signal, connections = Math.min(availableParallelism(), connectionsMax) } = options;
  const started = performance.now();
  const clients: pg.Client[] = [];
  let [users, differences, size] = [0, 0, firstBatch];
  try {
    const guide = await open(clients, url);
    for (let n = 0; n < connections; n++) await open(clients, url);
    const all = await countUsers(guide);
    const batches = batchesOf(guide, () => size, signal);
    const prove = async (client: pg.Client): Promise<void> => {
      // One that throws ends the batches for all.
      for await (const batch of batches) {
        const began = performance.now();
        const found = await proveBatch(client, batch, options); // first, since others add to the sum meanwhile
        differences += found;
        users += batch.users;
        const ms = performance.now() - began;
        if (batch.users > 0) size = clamp(Math.round((batch.users * batchMs) / ms), 1, Math.min(2 * size, batchMax));
        onUsers?.(users, Math.max(all, users));
      }
    };
    const proofs = await Promise.allSettled(clients.slice(1).map(prove));
    for (const proof of proofs) if (proof.status === "rejected") throw proof.reason;
    differences += await proveStock(guide, options);
  } finally {
    await Promise.all(clients.map(async (client) => client.end().catch(() => undefined)));
  }
  return { users, differences, seconds: (performance.now() - started) / 1000 };
}

/**
 * Proves one user.
 * @throws UserError when that could not be done, or nothing is known of the user
 */
export async function proveUser(userId: string, options: ProofOptions): Promise<Proof> {
  const started = performance.now();
  const clients: pg.Client[] = [];
  try {
    const client = await open(clients, options.url);
    const differences = await proveBatch(client, { first: userId, last: userId, users: 1 }, options);
    if (differences === 0 && !(await isUser(client, userId)))
      throw new UserError(`There is no user ${userId}: take the id from me.userId.`);
    return { users: 1, differences, seconds: (performance.now() - started) / 1000 };
  } finally {
    await Promise.all(clients.map(async (client) => client.end().catch(() => undefined)));
  }
}

// Each ends at a user, and the next begins with the next id that could be: nobody, known or not, is between them.
async function* batchesOf(guide: pg.Client, size: () => number, signal?: AbortSignal): AsyncGenerator<Batch, void, void> {
  let first: string | null = null;
  for (;;) {
    signal?.throwIfAborted();
    const wanted = size();
    const users: { user_id: string }[] = await ask(
      guide,
      "select u.user_id from app_private.users as u where u.user_id >= $1 order by u.user_id limit $2",
      [first ?? nobody, wanted],
      "everybody",
    );
    const end: string | undefined = users.length < wanted ? undefined : users.at(-1)?.user_id;
    const next: string | undefined = end === undefined ? undefined : idAfter(end);
    yield { first, last: next === undefined || end === undefined ? null : end, users: users.length };
    if (next === undefined) return;
    first = next;
  }
}

async function proveBatch(client: pg.Client, { first, last }: Batch, options: ProofOptions): Promise<number> {
  const rows = await ask<{ user_id: string; sequence_number: string | null; difference: string }>(
    client,
    "select v.user_id, v.sequence_number, v.difference from app_private.verify_users($1, $2) as v",
    [first, last],
    `the users from ${first ?? "the first"} to ${last ?? "the last"}`,
  );
  for (const { user_id: userId, sequence_number: sequenceNumber, difference: text } of rows)
    options.onDifference?.({ userId, sequenceNumber, rewardId: null, text });
  return rows.length;
}

async function proveStock(client: pg.Client, options: ProofOptions): Promise<number> {
  const rows = await ask<{ reward_id: string; difference: string }>(
    client,
    "select v.reward_id, v.difference from app_private.verify_stock() as v",
    [],
    "the stock",
  );
  for (const { reward_id: rewardId, difference: text } of rows)
    options.onDifference?.({ userId: null, sequenceNumber: null, rewardId, text });
  return rows.length;
}

async function countUsers(client: pg.Client): Promise<number> {
  const rows = await ask<{ users: string }>(client, "select count(*) as users from app_private.users", [], "everybody");
  return Number(rows[0]?.users);
}

async function isUser(client: pg.Client, userId: string): Promise<boolean> {
  const found = await ask(client, "select from app_private.users as u where u.user_id = $1", [userId], `the user ${userId}`);
  return found.length > 0;
}

// A connection that breaks is an error like any other: what was not proven is never taken for proven.
async function ask<Row extends pg.QueryResultRow>(client: pg.Client, sql: string, values: unknown[], what: string): Promise<Row[]> {
  try {
    return (await client.query<Row>(sql, values)).rows;
  } catch (error) {
    const code = errorCode(error);
    throw new UserError(
      `The proof of ${what} failed, so nothing is proven: ${errorMessage(error)}${code === undefined ? "" : ` (${code})`}. Try again, or look into PostgreSQL's log.`,
    );
  }
}

async function open(clients: pg.Client[], url: string): Promise<pg.Client> {
  const client = await connect(url, applicationName);
  clients.push(client);
  return client;
}

function idAfter(userId: string): string | undefined {
  const next = (BigInt(`0x${userId.replaceAll("-", "")}`) + 1n).toString(16).padStart(32, "0");
  return next.length === 32 ? next : undefined;
}

function clamp(value: number, min: number, max: number): number {
  return Math.max(min, Math.min(value, max));
}
