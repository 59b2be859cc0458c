// Several processes that share a port, as an operator starts, kills and stops them.
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { issueToken } from "../../src/identity/own_issuer.ts";
import { isAlive, until, workersOf } from "./processes.ts";
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

async function send(user: string): Promise<{ data: { checkIn: { result: { alreadyCheckedIn: boolean } } } }> {
  const authorization = `Bearer ${await issueToken(secret, user)}`;
  const headers = { "content-type": "application/json", connection: "close", authorization };
  return (await fetch(`${server.url}/graphql`, { method: "POST", headers, body: checkIn })).json() as ReturnType<typeof send>;
}
