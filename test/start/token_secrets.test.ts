// app_server belongs to the whole PostgreSQL, so servers of several databases share it: none shuts out another unawares.
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../../src/embedded_postgres.ts";
import { cleanUp, newDataDir, type RunningServer, startInVain, startServer } from "./running_server.ts";

const [ours, theirs] = ["ours".repeat(8), "theirs".repeat(8)];
let postgres: EmbeddedPostgres;
let dataDir: string;
let server: RunningServer;

beforeAll(async () => {
  postgres = await startEmbeddedPostgres({ dataDir: await newDataDir(), settings: { fsync: "off" } });
  dataDir = await newDataDir();
  await query("create role plain login createrole createdb password 'plain'");
  server = await startServer(envOf("first", ours));
});
afterAll(async () => {
  await postgres.stop("evenIfUsed");
  await cleanUp();
});

test("a server with another secret, of another database, is refused in one line, and the first goes on", async () => {
  const { code, stderr } = await startInVain(envOf("second", theirs));
  expect(stderr).toMatch(/^Error: TOKEN_SECRET .* REPLACE_TOKEN_SECRET=1, .*\n$/);
  expect(stderr).not.toMatch(/ours|theirs/);
  expect(code).toBe(1);
  expect(await logsInAnew()).toBe(true);
});

test("with the same secret it is let in", async () => {
  const other = await startServer(envOf("second", ours));
  expect(await logsInAnew()).toBe(true);
  await other.end("SIGTERM");
});

test("what is remembered of a secret is too little to find it by", async () => {
  const [row] = await query("select shobj_description('app_server'::regrole, 'pg_authid') as comment");
  expect(row).toEqual({ comment: expect.stringMatching(/^Its password is of the TOKEN_SECRET [0-9a-f]{8}\.$/) });
});

test("a role about whose secret nothing is remembered, from an older version, is ours from then on", async () => {
  await query("comment on role app_server is null");
  await (await startServer(envOf("first", ours))).end("SIGTERM");
  expect((await startInVain(envOf("second", theirs))).code).toBe(1);
});

test("a password that somebody changed by hand is set again", async () => {
  await query("alter role app_server password 'by hand'");
  await (await startServer(envOf("first", ours))).end("SIGTERM");
  expect(await logsInAnew()).toBe(true);
});

test("two servers with two secrets that begin at once: one is let in, the other refused", async () => {
  await query("comment on role app_server is null");
  await query("alter role app_server password null");
  const starts = [envOf("first", ours), envOf("second", theirs)].map(async (env) => {
    const started = await startServer(env).catch((error: unknown) => error);
    if (started instanceof Error) return started.message;
    await fetch(`${(started as RunningServer).url}/readyz`).then((answer) => expect(answer.status).toBe(200));
    await (started as RunningServer).end("SIGTERM");
    return "let in";
  });
  expect((await Promise.all(starts)).sort()).toEqual([expect.stringContaining("REPLACE_TOKEN_SECRET=1"), "let in"]);
});

test("REPLACE_TOKEN_SECRET=1 replaces it on purpose, which shuts the first server out", async () => {
  await (await startServer({ ...envOf("first", ours), REPLACE_TOKEN_SECRET: "1" })).end("SIGTERM");
  const other = await startServer({ ...envOf("second", theirs), REPLACE_TOKEN_SECRET: "1" });
  expect((await fetch(`${other.url}/readyz`)).status).toBe(200);
  expect(await logsInAnew()).toBe(false);
  expect((await startInVain(envOf("first", ours))).code).toBe(1);
});

function envOf(database: string, secret: string): Record<string, string> {
  const url = new URL(postgres.adminUrl);
  url.pathname = `/${database}`;
  [url.username, url.password] = ["plain", "plain"];
  return { DATABASE_URL: url.href, DATA_DIR: dataDir, TOKEN_SECRET: secret };
}

/** Whether the first server recovers after it lost its connections. */
async function logsInAnew(): Promise<boolean> {
  await query("select pg_terminate_backend(pid, 5000) from pg_stat_activity where usename = 'app_server'");
  for (const deadline = Date.now() + 4_000; Date.now() < deadline; await sleep(50))
    if ((await fetch(`${server.url}/readyz`)).status === 200) return true;
  return false;
}

async function query(sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: postgres.adminUrl });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}
