// Two users who have done the same, each in a hand that can be told from the other's, so that a test sees whose data it was given.
import { jest } from "@jest/globals";
import { issueToken } from "../../src/identity/own_issuer.ts";
import { createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { startServer } from "../support/server.ts";
import type { Caller, TestServer } from "../support/server.ts";
import { testSecret } from "../support/template.ts";

export interface User {
  /** The subject of the tokens. */
  name: string;
  userId: string;
  /** An idempotency key that the user has used, and the journal entry of that command. */
  key: string;
  sequenceNumber: string;
  /** Where a page of the user's journal ends. */
  cursor: string;
}

export interface TwoUsers {
  database: TestDatabase;
  server: TestServer;
  alice: User;
  bob: User;
  end: () => Promise<void>;
}

export const operator: Caller = { operator: "olga" };
/** When the fixture ends: the day before has been missed, and can be repaired. */
export const now = "2026-03-09T12:00:00Z";

const bobsHand = { zone: "Asia/Kathmandu", reason: "Bob's own reason", granted: "7654321", digit: "b", second: 41 };
const alicesHand = { zone: "Europe/Zurich", reason: "Alice's own reason", granted: "1234567", digit: "a", second: 17 };

/**
 * Starts a server over a database in which two users have done whatever leaves a row, by the commands that clients send.
 * A new table of users is missed by behaviour.test.ts until a command here fills it for both.
 */
export async function createTwoUsers(): Promise<TwoUsers> {
  const database = await createTestDatabase();
  const server = await startServer(database);
  const world = { database, server };
  const end = async (): Promise<void> => {
    await server.stop();
    await database.drop();
  };
  try {
    await database.setClock("2026-03-01T00:00:00Z");
    await send(server, operator, `mutation { saveReward(input: { reward: {
      rewardId: "few", title: "Few", description: "For the first.", conditions: [], stock: 100, gives: { points: "1" } } }) { result { rewardId } } }`);
    const alice = await play(world, "alice", alicesHand);
    const bob = await play(world, "bob", bobsHand);
    await send(server, operator, `mutation { declareAmnesty(input: { firstDay: "2026-02-01", lastDay: "2026-02-02", reason: "Before everybody" }) { result { amnestyId } } }`);
    await database.query("insert into app_private.request_counts values ('users:0123456789abcdefghijkl', 1, 0)");
    await database.query("select test.register('bob@example.com'), app_private.attempt_log_in('bob@example.com', '192.0.2.1')");
    await database.setClock(now);
    return { ...world, alice, bob, end };
  } catch (error) {
    await end();
    throw error;
  }
}

async function play({ database, server }: Pick<TwoUsers, "database" | "server">, name: string, hand: typeof bobsHand): Promise<User> {
  const say = async <Data>(document: string, by: Caller = name): Promise<Data> => send<Data>(server, by, document);
  const at = async (day: number): Promise<void> => database.setClock(`2026-03-0${day}T10:11:${hand.second}Z`);
  const key = (n: number): string => `${hand.digit.repeat(8)}-0000-4000-8000-00000000000${n}`;
  await at(2);
  await say(`mutation { bootstrap(input: { zone: "${hand.zone}", dayStartHour: 4 }) { state { zone } } }`);
  for (let day = 2; day <= 7; day++) {
    await at(day);
    await say("mutation { checkIn(input: {}) { result { day } } }");
  }
  const { me } = await say<{ me: { userId: string } }>("{ me { userId } }");
  await say(`mutation { grantEffects(input: { userId: "${me.userId}", reason: "${hand.reason}, granted", idempotencyKey: "${key(1)}",
    gives: { points: "${hand.granted}", items: [{ itemId: "coffee", quantity: 5 }] } }) { result { replayed } } }`, operator);
  await say('mutation { claimReward(input: { rewardId: "streak_3" }) { result { alreadyClaimed } } }');
  await say('mutation { claimReward(input: { rewardId: "few" }) { result { alreadyClaimed } } }');
  await say(`mutation { buyItem(input: { itemId: "focus_chip", quantity: 2, idempotencyKey: "${key(2)}" }) { result { replayed } } }`);
  const { spendEnergy } = await say<{ spendEnergy: { result: { sequenceNumber: string } } }>(`mutation {
    spendEnergy(input: { amount: 9, reason: "${hand.reason}", idempotencyKey: "${key(3)}" }) { result { sequenceNumber } } }`);
  const page = await say<{ me: { journal: { pageInfo: { endCursor: string } } } }>("{ me { journal(first: 1) { pageInfo { endCursor } } } }");
  const { sequenceNumber } = spendEnergy.result;
  return { name, userId: me.userId, key: key(3), sequenceNumber, cursor: page.me.journal.pageInfo.endCursor };
}

async function send<Data>(server: TestServer, caller: Caller, document: string): Promise<Data> {
  const { data, errors } = await server.send<Data>(caller, document);
  if (errors !== undefined || !data) throw new Error(`${document}: ${JSON.stringify(errors)}`);
  return data;
}

/** A token as the user had it, which has expired. */
export async function expiredToken(subject: string): Promise<string> {
  jest.useFakeTimers({ now: Date.now() - 365 * 86_400_000, doNotFake: ["nextTick", "setImmediate", "queueMicrotask", "setTimeout"] });
  try {
    return await issueToken(testSecret, subject);
  } finally {
    jest.useRealTimers();
  }
}
