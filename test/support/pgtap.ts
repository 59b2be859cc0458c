// Runs a pgTAP script and says what each of its assertions found.
import pg from "pg";
import { splitStatements } from "./statements.ts";
import { readTap } from "./tap.ts";
import type { TapResult } from "./tap.ts";

/** An assertion and the line of the statement that made it. */
export interface Assertion extends TapResult {
  line: number;
}

/**
 * All assertions of a script, and a failed one for each reason why the script cannot be trusted.
 * A script runs in a superuser's session whose search_path finds pgTAP and the test schema; it acts
 * as users by `set role`; `set_eq` and `bag_eq` make temporary tables, which users may not: `reset role`
 * before them. It begins with `select plan(n)`, or ends with `select * from finish()`.
 */
export async function runScript(url: string, source: string): Promise<Assertion[]> {
  const client = new pg.Client(url);
  await client.connect();
  const assertions: Assertion[] = [];
  const fail = (line: number, description: string, diagnostics = ""): void => {
    assertions.push({ line, passed: false, skipped: false, description, diagnostics });
  };
  let planned: number | undefined;
  let last = 1;
  try {
    await client.query("set search_path = tap, test; set client_min_messages = warning");
    for (const { sql, line } of await splitStatements(source)) {
      last = line;
      const { rows } = await client.query<unknown[]>({ text: sql, rowMode: "array" });
      for (const [text] of rows) {
        if (typeof text !== "string") continue;
        const tap = readTap(text);
        planned ??= tap.planned;
        assertions.push(...tap.results.map((result) => ({ ...result, line })));
      }
    }
    if (planned === undefined) fail(last, "has a plan", "begin with `select plan(n);`");
    else if (planned !== assertions.length)
      fail(last, "runs as many assertions as planned", `have: ${assertions.length}\nwant: ${planned}`);
    if (assertions.length === 0) fail(last, "asserts something");
  } catch (error) {
    fail(last, "runs to its end", describeError(error));
  } finally {
    await client.end();
  }
  return assertions;
}

function describeError(error: unknown): string {
  if (!(error instanceof pg.DatabaseError)) return String(error);
  return [`${error.code ?? ""} ${error.message}`, error.detail, error.hint, error.where].filter(Boolean).join("\n");
}
