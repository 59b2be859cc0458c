// Proves users: what is stored of each is what the rules make of the journal.
import type pg from "pg";
import { UserError } from "../user_error.ts";
import { ask, type BatchOptions, inBatches, usersOf, withConnection } from "./batches.ts";

export interface Difference {
  readonly userId: string | null;
  readonly sequenceNumber: string | null;
  readonly rewardId: string | null;
  readonly text: string;
}

export interface ProofOptions extends BatchOptions {
  /** Told of each difference as it is found. */
  readonly onDifference?: (difference: Difference) => void;
}

export interface Proof {
  readonly users: number;
  readonly differences: number;
  readonly seconds: number;
}

const failed = (what: string): string => `The proof of ${what} failed, so nothing is proven`;

/**
 * Proves everybody and the stock.
 * @throws UserError when a part of it could not be proven
 */
export async function proveAll(options: ProofOptions): Promise<Proof> {
  const started = performance.now();
  let differences = 0;
  const users = await inBatches(options, async (client, batch) => {
    const found = await proveUsers(client, batch.first, batch.last, usersOf(batch), options); // first, since others add to the sum meanwhile
    differences += found;
  });
  differences += await withConnection(options.url, async (client) => proveStock(client, options));
  return { users, differences, seconds: (performance.now() - started) / 1000 };
}

/**
 * Proves one user.
 * @throws UserError when that could not be done, or nothing is known of the user
 */
export async function proveUser(userId: string, options: ProofOptions): Promise<Proof> {
  const started = performance.now();
  return withConnection(options.url, async (client) => {
    const differences = await proveUsers(client, userId, userId, `the user ${userId}`, options);
    if (differences === 0 && !(await isUser(client, userId)))
      throw new UserError(`There is no user ${userId}: take the id from me.userId.`);
    return { users: 1, differences, seconds: (performance.now() - started) / 1000 };
  });
}

async function proveUsers(
  client: pg.Client,
  first: string | null,
  last: string | null,
  whom: string,
  options: ProofOptions,
): Promise<number> {
  const rows = await ask<{ user_id: string; sequence_number: string | null; difference: string }>(
    client,
    "select v.user_id, v.sequence_number, v.difference from app_private.verify_users($1, $2) as v",
    [first, last],
    failed(whom),
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
    failed("the stock"),
  );
  for (const { reward_id: rewardId, difference: text } of rows)
    options.onDifference?.({ userId: null, sequenceNumber: null, rewardId, text });
  return rows.length;
}

async function isUser(client: pg.Client, userId: string): Promise<boolean> {
  const found = await ask(client, "select from app_private.users as u where u.user_id = $1", [userId], failed(`the user ${userId}`));
  return found.length > 0;
}
