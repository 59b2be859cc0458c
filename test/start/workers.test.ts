// Several processes that share a port, as an operator starts, kills and stops them.
import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { issueToken } from "../../src/identity/own_issuer.ts";
import { startWorkers } from "../../src/workers/primary.ts";
import { cleanUp, newDataDir, type RunningServer, startServer } from "./running_server.ts";

const secret = "a secret of thirty-two characters";
const checkIn = JSON.stringify({ query: "mutation { checkIn(input: {}) { result { alreadyCheckedIn } } }" });

afterAll(cleanUp);

let server: RunningServer;
let env: Record<string, string>;

beforeAll(async () => {
  env = { DATA_DIR: await newDataDir(), TOKEN_SECRET: secret, WEB_CONCURRENCY: "2", LOG_LEVEL: "info", DATABASE_POOL_SIZE: "1" };
  server = await startServer(env);
}, 60_000);

test("a command that comes to both at once has one effect", async () => {
  const answers = await Promise.all(Array.from({ length: 40 }, () => send("alice")));
  expect(answers.filter(({ data }) => !data.checkIn.result.alreadyCheckedIn)).toHaveLength(1);
  // The system chooses who takes a connection.
  await until(async () => {
    await Promise.all(Array.from({ length: 8 }, () => send("alice")));
    return new Set([...server.printed.matchAll(/"worker":(\d)/g)].map(([, worker]) => worker)).size === 2;
  });
});

test("one that is killed is replaced, and the other goes on answering meanwhile", async () => {
  const before = workersOf(server.pid);
  expect(before).toHaveLength(2);
  process.kill(Number(before[0]), "SIGKILL");
  await until(async () => {
    expect((await send("bob")).data.checkIn.result.alreadyCheckedIn).toEqual(expect.any(Boolean));
    const now = workersOf(server.pid);
    return now.length === 2 && !now.includes(before[0] as string) && now.includes(before[1] as string);
  });
  expect(server.printed).toContain('"signal":"SIGKILL"');
});

test("SIGTERM ends all of them, once what has begun is answered", async () => {
  const workers = workersOf(server.pid);
  const client = new pg.Client(server.psqlUrl);
  client.on("error", () => undefined);
  await client.connect();
  await client.query("begin");
  await client.query("lock table app_private.user_states in exclusive mode");
  // Each worker has one connection: two of these have it, the others wait for it.
  const answers = ["carol", "dave", "erin", "frank", "grace", "heidi"].map(send);
  await until(async () => (await client.query("select from pg_locks where not granted")).rowCount !== 0);
  const end = server.end("SIGTERM");
  await sleep(300);
  expect(workers.some(isAlive)).toBe(true);
  await client.query("commit");
  await client.end().catch(() => undefined); // PostgreSQL may be gone by now
  expect(await Promise.all(answers)).toEqual(answers.map(() => ({ data: { checkIn: { result: { alreadyCheckedIn: false } } } })));
  expect(await end).toBe(0);
  expect(workers.filter(isAlive)).toEqual([]);
});

test("none goes on without the process that started it", async () => {
  server = await startServer(env);
  const workers = workersOf(server.pid);
  expect(workers).toHaveLength(2);
  await server.end("SIGKILL");
  await until(async () => workers.filter(isAlive).length === 0);
  await expect(fetch(`${server.url}/healthz`)).rejects.toThrow();
}, 60_000);

test("who cannot start is an error, not a wait", async () => {
  await withProgram("process.exit(3)", async (file) => {
    await expect(startWorkers(2, { serverUrl: "", poolSize: 1 }, { file })).rejects.toThrow("A worker could not start");
  });
});

test("who ends again and again is started later each time", async () => {
  const program = `import { appendFileSync } from "node:fs"; appendFileSync(process.argv[1] + ".starts", Date.now() + "\\n");
    process.once("message", () => { process.send({ url: "http://here" }); setTimeout(() => process.exit(1), 50); });`;
  await withProgram(program, async (file, read) => {
    const workers = await startWorkers(1, { serverUrl: "", poolSize: 1 }, { file });
    expect(workers.url).toBe("http://here");
    await until(async () => (await read()).length >= 4);
    await workers.stop();
    const [first = 0, second = 0, third = 0, fourth = 0] = await read();
    expect(second - first).toBeGreaterThan(100);
    expect(third - second).toBeGreaterThan(200);
    expect(fourth - third).toBeGreaterThan(400);
    await sleep(900);
    expect(await read()).toHaveLength(4);
  });
}, 20_000);

async function send(user: string): Promise<{ data: { checkIn: { result: { alreadyCheckedIn: boolean } } } }> {
  const authorization = `Bearer ${await issueToken(secret, user)}`;
  const headers = { "content-type": "application/json", connection: "close", authorization };
  return (await fetch(`${server.url}/graphql`, { method: "POST", headers, body: checkIn })).json() as ReturnType<typeof send>;
}

function workersOf(pid: number): string[] {
  const lines = execFileSync("ps", ["-A", "-o", "ppid=,pid=,args="], { encoding: "utf8" }).split("\n");
  return lines.map((line) => line.trim().split(/\s+/)).filter(([parent, , ...args]) => Number(parent) === pid && args.join(" ").includes("worker.ts")).map(([, one]) => one as string);
}

function isAlive(pid: string): boolean {
  try {
    return process.kill(Number(pid), 0);
  } catch {
    return false;
  }
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error("it does not come to that within 15 s");
    await sleep(20);
  }
}

async function withProgram(text: string, run: (file: string, starts: () => Promise<number[]>) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "engagement-worker-"));
  const file = join(folder, "worker.mjs");
  await writeFile(file, text);
  try {
    await run(file, async () => (await readFile(`${file}.starts`, "utf8")).trim().split("\n").map(Number));
  } finally {
    await rm(folder, { recursive: true });
  }
}
