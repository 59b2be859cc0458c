// A start from nothing, and starts after everything that can be killed was killed.
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import { projectDir } from "../../src/config.ts";
import { cleanUp, newDataDir, type RunningServer, startServer } from "./running_server.ts";

let dataDir: string;
let server: RunningServer;

beforeAll(async () => {
  dataDir = await newDataDir();
  server = await startServer({ DATA_DIR: dataDir });
  await query("create table public.kept_by_test as select 42 as answer");
});
afterAll(cleanUp);

test("a first start from nothing is alive and ready", async () => {
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  // It gives the database 2 s for an answer, which a busy machine may take.
  await until(async () => (await fetch(`${server.url}/readyz`)).status === 200);
});

test("the two printed commands, pasted into a shell, make a check-in", async () => {
  const commands = server.printed.split("\n").filter((line) => /^ {2}(export TOKEN|curl|node -e)/.test(line));
  expect(commands).toHaveLength(2);
  const { stdout } = await promisify(execFile)("sh", ["-c", commands.join("\n")], { cwd: projectDir });
  const answer: unknown = JSON.parse(stdout);
  expect(answer).toHaveProperty("data.checkIn");
  expect(answer).not.toHaveProperty("errors");
});

test("after kill -9 of the server, the next one joins the PostgreSQL that was left", async () => {
  await server.end("SIGKILL");
  server = await startServer({ DATA_DIR: dataDir });
  expect(server.printed).toContain("it was running");
  expect(await query("select answer from public.kept_by_test")).toEqual([{ answer: 42 }]);
});

test("after kill -9 of everything, the next start has the data", async () => {
  const postmaster = await postmasterPid();
  await server.end("SIGKILL");
  for (const pid of [...(await childrenOf(postmaster)), postmaster]) kill(pid);
  server = await startServer({ DATA_DIR: dataDir });
  expect(await query("select answer from public.kept_by_test")).toEqual([{ answer: 42 }]);
});

test("without PostgreSQL the server is alive and not ready, and recovers when another start brings it back", async () => {
  process.kill(await postmasterPid(), "SIGKILL");
  await until(async () => (await fetch(`${server.url}/readyz`)).status === 503);
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  const other = await startServer({ DATA_DIR: dataDir });
  await until(async () => (await fetch(`${server.url}/readyz`)).status === 200);
  expect(await other.end("SIGTERM")).toBe(0);
});

test("Ctrl-C stops the server and, with nobody else there, PostgreSQL", async () => {
  expect(await server.end("SIGINT")).toBe(0);
  await expect(postmasterPid()).rejects.toThrow("ENOENT");
});

test("a start over a data folder that is there takes less than 3 s", async () => {
  const begin = performance.now();
  server = await startServer({ DATA_DIR: dataDir });
  const seconds = (performance.now() - begin) / 1000;
  console.log(`second start: ${seconds.toFixed(2)} s`);
  await server.end("SIGTERM");
  expect(server.printed).not.toContain("made its data folder");
});

async function query(sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: server.psqlUrl });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function postmasterPid(): Promise<number> {
  return Number.parseInt(await readFile(join(dataDir, "postgres", "data", "postmaster.pid"), "utf8"), 10);
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // it left by itself, as connections of the killed server do
  }
}

async function childrenOf(pid: number): Promise<number[]> {
  if (process.platform !== "linux") return [];
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8").catch(() => "");
  return text.split(" ").filter(Boolean).map(Number);
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error("it did not happen within 10 s");
    await new Promise((done) => setTimeout(done, 50));
  }
}
