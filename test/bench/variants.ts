// What is measured side by side: each variant plays so many calls by its own way to the same functions.
import { issueToken } from "../../src/identity/own_issuer.ts";
import { testSecret } from "../support/template.ts";
import type { Deck } from "./decks.ts";
import { expected, floorRequest, graphqlRequest, type Call, type Command } from "./documents.ts";
import type { Generator } from "./load.ts";
import type { HttpTask, Outcome } from "./tasks.ts";

export interface Played extends Outcome {
  asked: number;
  /** Where not all that were answered were timed. */
  answered?: number;
}

export interface Variant {
  name: string;
  /** The server's process, whose CPU time is part of the cost. */
  pid?: number;
  /** Whether each call stores a check-in, a claim or a spend; undefined when none does. */
  stores?: Command;
  /** Makes ready what so many calls need; what it returns plays them. Undefined when there is nothing left to call. */
  prepare(count: number): Promise<(() => Promise<Played>) | undefined>;
}

/** A server that takes the calls over HTTP. */
export interface Target {
  kind: "graphql" | "floor";
  url: string;
  pid: number;
  /** What is said of it behind the command, where there are several of a kind. */
  which?: string;
}

const tokens = new Map<number, Promise<string>>();

/** The token of the user of a number. */
export function tokenOf(k: number): Promise<string> {
  const token = tokens.get(k) ?? issueToken(testSecret, `user ${k}`);
  tokens.set(k, token);
  return token;
}

// Fewer than a server remembers, so that what is remembered here is remembered there.
const rememberedMax = 8_000;
const remembered = new WeakMap<Target, Set<number>>();

/** A command by way of a server. rate: open loop, requests a second */
export function httpVariant(
  generator: Generator,
  deck: Deck,
  target: Target,
  command: Command,
  { connections, isRepeat = false, rate }: { connections: number; isRepeat?: boolean; rate?: number },
): Variant {
  const { kind, pid, which } = target;
  const way = kind === "graphql" ? "GraphQL" : "floor";
  const { origin, pathname } = new URL(target.url);
  return {
    name: `${way} ${command}${which === undefined ? "" : `, ${which}`}${isRepeat ? ", repeated" : ""}`,
    pid,
    ...(!isRepeat && command !== "home" && { stores: command }),
    async prepare(count) {
      const calls = await deck.next(command, count, isRepeat);
      if (calls.length === 0) return undefined;
      const request = kind === "graphql" ? graphqlRequest.bind(undefined, command) : floorRequest;
      const requests = await Promise.all(calls.map(async (call) => request(call, await tokenOf(call.k))));
      const path = kind === "graphql" ? pathname : `/${command}`;
      await beSeen(generator, target, calls);
      const task: HttpTask = { kind: "http", origin, path, connections, requests, expected: expected[kind][command](isRepeat), ...(rate && { rate }) };
      return async () => {
        const outcome = await generator.play(task);
        if (!isRepeat) deck.done(command, outcome.failed.length === 0 ? calls : calls.filter((_, index) => !outcome.failed.includes(index)));
        return { ...outcome, asked: calls.length };
      };
    },
  };
}

// Who checks in has looked at the home screen before: the server has verified the token already.
async function beSeen(generator: Generator, target: Target, calls: Call[]): Promise<void> {
  const seen = remembered.get(target) ?? new Set();
  remembered.set(target, seen);
  const unseen = new Set<number>();
  for (const { k } of calls) {
    if (!seen.delete(k)) unseen.add(k);
    seen.add(k); // as the latest
  }
  for (const k of seen) {
    if (seen.size <= rememberedMax) break;
    seen.delete(k);
  }
  if (unseen.size === 0) return;
  const { origin, pathname } = new URL(target.url);
  const body = target.kind === "graphql" ? '{"query":"{ __typename }"}' : "{}";
  const requests = await Promise.all([...unseen].map(async (k) => ({ token: await tokenOf(k), body })));
  const path = target.kind === "graphql" ? pathname : "/seen";
  const outcome = await generator.play({ kind: "http", origin, path, connections: 16, requests, expected: "" });
  if (outcome.failed.length > 0) throw new Error(`Tokens are refused: ${outcome.reasons[0]}`);
}
