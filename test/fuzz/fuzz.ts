/** Sends what nobody should to a real server, and looks at each answer: one must come, soon, that blames nobody but the sender and tells nothing. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { buildSchema } from "graphql";
import { issueToken } from "../../src/identity/own_issuer.ts";
import type { TestDatabase } from "../support/database.ts";
import { startServer } from "../support/server.ts";
import { testSecret } from "../support/template.ts";
import { createOracle } from "./oracle.ts";
import type { Oracle } from "./oracle.ts";
import { requests } from "./requests.ts";
import type { FuzzRequest } from "./requests.ts";
import { conversations, converse } from "./sockets.ts";

export interface Figures {
  requests: number;
  seconds: number;
  namesKnown: number;
  /** How often each status and each code came. */
  answers: Record<string, number>;
  slowestMs: number;
  differences: { serverErrors: number; hangs: number; leaks: number; verify: number; notServedAfter: number };
  examples: string[];
}

const answerMsMax = 10_000;
const atOnce = 4;
const schemaFile = join(import.meta.dirname, "../../src/graphql/schema.graphql");

/** Plays so many requests; the same seed sends the same. */
export async function playFuzz(
  database: TestDatabase,
  { count, seed }: { count: number; seed: number },
  tell: (line: string) => void = () => undefined,
): Promise<Figures> {
  const begin = performance.now();
  const oracle = await createOracle(database);
  const server = await startServer(database, "production", { RATE_LIMIT_PER_USER: "0", RATE_LIMIT_PER_ADDRESS: "0", ACCOUNTS: "1" });
  const tokens = await Promise.all([issueToken(testSecret, "alice"), issueToken(testSecret, "bob", { zone: "Pacific/Apia" }), issueToken(testSecret, "olga", { isOperator: true })]);
  const figures: Figures = { requests: 0, seconds: 0, namesKnown: oracle.names, answers: {}, slowestMs: 0, differences: { serverErrors: 0, hangs: 0, leaks: 0, verify: 0, notServedAfter: 0 }, examples: [] };
  const origin = new URL(server.url).origin;
  const progress = setInterval(() => tell(`${figures.requests} of ${count} requests`), 5_000);
  try {
    const sent = requests(buildSchema(readFileSync(schemaFile, "utf8")), tokens);
    const queues = Array.from({ length: atOnce }, (_, n) => fc.sample(sent, { numRuns: Math.ceil(count / atOnce), seed: seed * atOnce + n }));
    await Promise.all(
      queues.map(async (queue) => {
        for (const request of queue) look(await ask(origin, request), request, oracle, figures);
      }),
    );
    for (const bytes of fc.sample(conversations, { numRuns: Math.ceil(count / 20), seed })) {
      const text = await converse(Number(new URL(origin).port), bytes, answerMsMax);
      const answer = text === undefined ? undefined : { status: Number(/^HTTP\/1.1 (\d+)/.exec(text)?.[1] ?? 0), text, ms: 0 };
      look(answer, { method: "RAW", path: "", headers: {}, body: bytes.toString("latin1") }, oracle, figures);
    }
    const { data } = await server.send<{ checkIn: unknown }>("a newcomer", "mutation { checkIn(input: {}) { result { day } } }");
    figures.differences.notServedAfter = data?.checkIn ? 0 : 1;
    const [{ n } = { n: -1 }] = await database.query<{ n: number }>("select count(*)::int as n from app_private.verify()");
    figures.differences.verify = n;
  } finally {
    clearInterval(progress);
    await server.stop();
  }
  figures.seconds = Math.round((performance.now() - begin) / 100) / 10;
  return figures;
}

interface Answer {
  status: number;
  text: string;
  ms: number;
}

async function ask(origin: string, { method, path, headers, body }: FuzzRequest): Promise<Answer | undefined> {
  const begin = performance.now();
  try {
    const response = await fetch(origin + path, {
      method,
      headers,
      body: typeof body === "string" || body === undefined ? (body ?? null) : Buffer.from(body),
      signal: AbortSignal.timeout(answerMsMax),
      redirect: "manual",
    });
    const text = `${JSON.stringify([...response.headers])}\n${await response.text()}`;
    return { status: response.status, text, ms: performance.now() - begin };
  } catch (error) {
    if ((error as Error).name === "TimeoutError") return undefined;
    return { status: 0, text: String((error as Error).cause ?? error), ms: 0 }; // refused by fetch itself, or hung up on
  }
}

function look(answer: Answer | undefined, request: FuzzRequest, oracle: Oracle, figures: Figures): void {
  figures.requests++;
  const note = (kind: keyof Figures["differences"], what: string): void => {
    figures.differences[kind]++;
    if (figures.examples.length < 10) figures.examples.push(`${kind}: ${what}\n${shown(request)}`);
  };
  if (!answer) return note("hangs", `no answer within ${answerMsMax} ms`);
  const { status, text, ms } = answer;
  figures.slowestMs = Math.max(figures.slowestMs, Math.round(ms));
  const codes = [...text.matchAll(/"code":"(\w+)"/g)].map(([, code]) => code);
  for (const key of new Set([String(status), ...codes])) if (key !== undefined) figures.answers[key] = (figures.answers[key] ?? 0) + 1;
  // A GraphQL answer of 200 can be our fault too.
  if (status >= 500 || codes.includes("INTERNAL")) note("serverErrors", `${status} ${text.slice(0, 500)}`);
  const leaks = status === 0 ? [] : oracle.leaks(text, shown(request));
  if (leaks.length > 0) note("leaks", `${leaks.join(", ")} in ${text.slice(0, 500)}`);
}

function shown({ method, path, headers, body }: FuzzRequest): string {
  return `${method} ${path} ${JSON.stringify(headers)}\n${typeof body === "string" ? body : Buffer.from(body ?? []).toString("latin1")}`;
}
