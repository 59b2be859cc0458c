// What the tests of several processes see of them from outside, and small programs in the place of a worker.
import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { waiting } from "../../src/workers/messages.ts";

/** The process ids of the workers of a primary. */
export function workersOf(pid: number): string[] {
  const lines = execFileSync("ps", ["-A", "-o", "ppid=,pid=,args="], { encoding: "utf8" }).split("\n");
  return lines.map((line) => line.trim().split(/\s+/)).filter(([parent, , ...args]) => Number(parent) === pid && args.join(" ").includes("worker.ts")).map(([, one]) => one as string);
}

export function isAlive(pid: string | number): boolean {
  try {
    return process.kill(Number(pid), 0);
  } catch {
    return false;
  }
}

export async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error("it does not come to that within 15 s");
    await sleep(20);
  }
}

export interface Program {
  readonly file: string;
  /** When it was started, and as which process, each time so far. */
  readonly starts: () => Promise<{ at: number; pid: number }[]>;
}

const prelude = `import { appendFileSync, mkdirSync } from "node:fs";
const isFirst = (() => { try { mkdirSync(process.argv[1] + ".first"); return true; } catch { return false; } })();
const ask = () => new Promise((done) => process.send("${waiting}", done));
const serve = () => new Promise((done) => { process.once("message", () => process.send({ url: "http://here" }, done)); ask(); });
appendFileSync(process.argv[1] + ".starts", Date.now() + " " + process.pid + "\\n");
`;

/** Gives the program a file for as long as it is used. It has `isFirst`, of all its starts, `ask()` for the order, and `serve()`, which does as if. */
export async function withProgram(text: string, run: (program: Program) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "engagement-worker-"));
  const file = join(folder, "worker.mjs");
  await writeFile(file, prelude + text);
  const starts = async () => {
    const lines = (await readFile(`${file}.starts`, "utf8").catch(() => "")).split("\n").filter(Boolean);
    return lines.map((line) => line.split(" ").map(Number)).map(([at = 0, pid = 0]) => ({ at, pid }));
  };
  try {
    await run({ file, starts });
  } finally {
    await rm(folder, { recursive: true });
  }
}
