// A client on a bad line: it hangs up at any moment, and then says the same again until it has an answer.
import type { GraphqlError } from "../support/server.ts";
import type { Command } from "./commands.ts";
import { documentOf, formOf } from "./kinds.ts";
import type { Shown } from "./knowledge.ts";
import type { Random } from "./random.ts";

/** What has become of one call; `dropped`: nobody knows. */
export type Outcome = { command: Command } & (
  | { is: "dropped" }
  | { is: "answered"; answer: Shown; isRepeat: boolean | null }
  | { is: "refused"; code: string }
  | { is: "wrong"; what: string }
);

export interface Line {
  urls: readonly string[];
  tokenOf: (command: Command) => string;
  hear: (outcome: Outcome) => void;
  /** How long answers take lately: who hangs up does so before, or just in time. */
  usual: { ms: number };
}

const dropped = 0.15;
/** What PostgreSQL says, and clients are never to read. */
const ofPostgres = /deadlock|serializ|duplicate key|violates|constraint|null value|relation "|PL\/pgSQL|SQLSTATE|_pkey|statement timeout/i;

/** Sends a command, to one server first and then to any, until there is an answer. */
export async function insist(line: Line, random: Random, command: Command, server: number): Promise<void> {
  for (let to = server; ; to = random.from(0, line.urls.length - 1)) {
    const hangUpAfter = random.chance(dropped) ? random.next() * line.usual.ms * 1.5 : null;
    const outcome = await call(line, command, line.urls[to] ?? "", hangUpAfter);
    line.hear(outcome);
    if (outcome.is !== "dropped") return;
  }
}

async function call({ tokenOf, usual }: Line, command: Command, url: string, hangUpAfter: number | null): Promise<Outcome> {
  const hangUp = new AbortController();
  const timer = hangUpAfter === null ? undefined : setTimeout(() => hangUp.abort(), hangUpAfter);
  const sent = performance.now();
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${tokenOf(command)}` },
      body: JSON.stringify({ query: documentOf(command.kind), variables: { input: command.input } }),
      signal: hangUp.signal,
    });
    const text = await response.text();
    usual.ms += (performance.now() - sent - usual.ms) / 20;
    return { command, ...read(command, response.status, text) };
  } catch (error) {
    if (hangUp.signal.aborted) return { command, is: "dropped" };
    return { command, is: "wrong", what: `no answer: ${String(error)} ${error instanceof Error ? String(error.cause) : ""}` };
  } finally {
    clearTimeout(timer);
  }
}

type Unaddressed<Of> = Of extends Outcome ? Omit<Of, "command"> : never;

function read({ kind }: Command, status: number, text: string): Unaddressed<Outcome> {
  const { field, repeated, codes } = formOf(kind);
  if (status !== 200 || ofPostgres.test(text)) return { is: "wrong", what: `${status} ${text}` };
  const { data, errors } = JSON.parse(text) as { data?: Record<string, Shown | null> | null; errors?: GraphqlError[] };
  const payload = data?.[field];
  if (errors || !payload) {
    const code = errors?.length === 1 ? errors[0]?.extensions?.code : undefined;
    return code !== undefined && codes.includes(code) ? { is: "refused", code } : { is: "wrong", what: text };
  }
  const answer = (payload["result"] ?? payload) as Shown;
  return { is: "answered", answer, isRepeat: repeated === null ? null : answer[repeated] === true };
}
