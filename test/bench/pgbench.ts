// Runs PostgreSQL's own load generator, where it is installed: the embedded PostgreSQL does not bring it.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
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

const warmUps = 10;

/** The version of pgbench; undefined when it is not installed. */
export async function pgbenchVersion(program: string): Promise<string | undefined> {
  return promisify(execFile)(program, ["--version"]).then(
    ({ stdout }) => /\d+(\.\d+)*/.exec(stdout)?.[0],
    () => undefined,
  );
}

/**
 * Plays so many transactions with statements prepared once, after some for each connection to warm up: what a session runs
 * first it has to plan, and pgbench opens its connections anew each time. Throws when it cannot.
 */
export async function runPgbench(program: string, run: Run): Promise<Played> {
  const folder = await mkdtemp(join(tmpdir(), "engagement-pgbench-"));
  try {
    const asked = await runLogged(program, run, join(folder, "log"));
    const logs = (await readdir(folder)).map((name) => readFile(join(folder, name), "utf8"));
    return playedFrom((await Promise.all(logs)).join(""), asked);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function runLogged(program: string, { url, connections, transactions, script, variables = {} }: Run, log: string): Promise<number> {
  const each = Math.max(1, Math.floor(transactions / connections));
  const args = [
    script === undefined ? "--builtin=tpcb-like" : "--file=-",
    "--no-vacuum",
    "--protocol=prepared",
    "--jobs=1",
    "--log",
    `--log-prefix=${log}`,
    `--client=${connections}`,
    `--transactions=${each}`,
    ...Object.entries(variables).map(([name, value]) => `--define=${name}=${value}`),
  ];
  const child = spawn(program, [...args, url], { stdio: ["pipe", "ignore", "pipe"], env: { ...process.env, PGOPTIONS: "" } });
  let complaint = "";
  child.stderr.on("data", (text: Buffer) => (complaint += text.toString()));
  child.stdin.end(script ?? "");
  await once(child, "close");
  if (child.exitCode !== 0) throw new Error(`pgbench: ${complaint.trim().split("\n").slice(-3).join(" / ")}`);
  return each * connections;
}

// A line for each transaction: client, number, how long it took in microseconds, script, and when it ended, in seconds and microseconds.
function playedFrom(log: string, asked: number): Played {
  const all = log.trim().split("\n").map((line) => {
    const [, number = 0, micros = 0, , seconds = 0, rest = 0] = line.split(" ").map(Number);
    return { isFirst: number < warmUps, ms: micros / 1000, endsAt: seconds + rest / 1_000_000 };
  });
  const warmAt = Math.max(...all.filter(({ isFirst }) => isFirst).map(({ endsAt }) => endsAt));
  const warm = all.filter(({ endsAt }) => endsAt > warmAt);
  const timed = warm.length > 0 ? { turns: warm, since: warmAt } : { turns: all, since: Math.min(...all.map(({ endsAt, ms }) => endsAt - ms / 1000)) };
  const seconds = Math.max(...all.map(({ endsAt }) => endsAt)) - timed.since;
  return {
    asked,
    answered: all.length,
    seconds,
    latenciesMs: timed.turns.map(({ ms }) => ms),
    failed: Array.from({ length: asked - all.length }, (_, index) => index),
    reasons: [],
    generatorCpuMs: Number.NaN,
  };
}
