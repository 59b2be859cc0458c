// Runs PostgreSQL's own load generator, where it is installed: the embedded PostgreSQL does not bring it.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { promisify } from "node:util";
import type { Played } from "./variants.ts";

interface Run {
  url: string;
  connections: number;
  transactions: number;
  /** Its TPC-B-like transaction without one. */
  script?: string;
  variables?: Record<string, number>;
}

/** The version of pgbench; undefined when it is not installed. */
export async function pgbenchVersion(program: string): Promise<string | undefined> {
  return promisify(execFile)(program, ["--version"]).then(
    ({ stdout }) => /\d+(\.\d+)*/.exec(stdout)?.[0],
    () => undefined,
  );
}

/** Plays so many transactions with statements prepared once. Throws when it cannot; failed transactions are in the outcome. */
export async function runPgbench(program: string, { url, connections, transactions, script, variables = {} }: Run): Promise<Played> {
  const each = Math.max(1, Math.floor(transactions / connections));
  const what = script === undefined ? ["--builtin=tpcb-like"] : ["--file=-"];
  const child = spawn(
    program,
    [
      ...what, "--no-vacuum", "--protocol=prepared", `--client=${connections}`, "--jobs=1", `--transactions=${each}`,
      ...Object.entries(variables).map(([name, value]) => `--define=${name}=${value}`), url,
    ],
    { stdio: ["pipe", "pipe", "pipe"], env: { ...process.env, PGOPTIONS: "" } },
  );
  const printed = { stdout: "", stderr: "" };
  child.stdout.on("data", (text: Buffer) => (printed.stdout += text.toString()));
  child.stderr.on("data", (text: Buffer) => (printed.stderr += text.toString()));
  child.stdin.end(script ?? "");
  await once(child, "close");
  const figure = (pattern: RegExp): number => Number(pattern.exec(printed.stdout)?.[1]);
  const done = figure(/actually processed: (\d+)/);
  const tps = figure(/^tps = ([\d.]+)/m);
  if (child.exitCode !== 0 || !(tps > 0)) throw new Error(`pgbench: ${printed.stderr.trim().split("\n").slice(-3).join(" / ")}`);
  const asked = each * connections;
  const failed = Array.from({ length: asked - done }, (_, index) => index);
  // It tells the mean alone.
  const meanMs = figure(/^latency average = ([\d.]+)/m);
  return { asked, seconds: done / tps, latenciesMs: Array.from({ length: done }, () => meanMs), failed, reasons: [], generatorCpuMs: Number.NaN };
}
