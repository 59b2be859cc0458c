// A start that is stopped before it is done, or has to be given up: nothing of it stays behind.
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cleanUp, newDataDir, startInVain, startServer, viaNode } from "./running_server.ts";
import { isAlive, until, workersOf } from "./processes.ts";

let dataDir: string;
let env: Record<string, string>;

beforeAll(() => useNewDataDir());
afterAll(cleanUp);

test.each([
  ["PostgreSQL is made and starts", "Starting the embedded PostgreSQL", 0, "2"],
  ["the database is made", "Preparing the database", 0, "2"],
  ["the workers start", "Starting 2 workers", 2, "2"],
  ["the only process builds its API", "Building the GraphQL API", 0, "1"],
])("a signal, and a second one, while %s", async (when, step, workerCount, processes) => {
  if (when.includes("made")) await useNewDataDir();
  const server = await startServer({ ...env, WEB_CONCURRENCY: processes }, viaNode, step);
  await until(() => workersOf(server.pid).length === workerCount);
  const workers = workersOf(server.pid);
  process.kill(server.pid, "SIGINT");
  expect(await server.end("SIGTERM")).toBe(0);
  expect(workers.filter(isAlive)).toEqual([]);
  expect(postgresRuns()).toBe(false);
  await until(() => server.printed.includes("PostgreSQL stopped."));
  expect(server.errors).toBe("");
});

test("workers that start do not outlive the process that started them", async () => {
  const server = await startServer(env, viaNode, "Starting 2 workers");
  await until(() => workersOf(server.pid).length === 2);
  const workers = workersOf(server.pid);
  await server.end("SIGKILL");
  await until(() => !workers.some(isAlive));
});

test("workers that cannot start end the start, with what there is to look at", async () => {
  const { code, stderr } = await startInVain({ ...env, NODE_OPTIONS: inWorkers("process.exit(3)") });
  expect(stderr).toMatch(/^Error: A worker could not start, 5 times in a row \(the last one ended with exit code 3\): see what it says above, .*\n$/);
  expect(code).toBe(1);
  expect(postgresRuns()).toBe(false);
});

test("workers that die and cannot be started any more end the server", async () => {
  const flag = join(dataDir, "flag");
  const server = await startServer({ ...env, NODE_OPTIONS: inWorkers(`if (fs.existsSync("${flag}")) process.exit(3)`) });
  await writeFile(flag, "");
  const ended = server.end("SIGCONT"); // which does nothing
  for (const worker of workersOf(server.pid)) process.kill(Number(worker), "SIGKILL");
  expect(await ended).toBe(1);
  expect(postgresRuns()).toBe(false);
  await until(() => /"level":"fatal".*A worker could not start, 5 times in a row/.test(server.printed));
});

test("workers whose modules take long to load get their order", async () => {
  const server = await startServer({ ...env, NODE_OPTIONS: inWorkers("await new Promise((done) => setTimeout(done, 500));") });
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  expect(await server.end("SIGTERM")).toBe(0);
}, 30_000);

test("more connections than PostgreSQL has are refused", async () => {
  const { code, stderr } = await startInVain({ ...env, DATABASE_POOL_SIZE: "60" });
  expect(stderr).toMatch(/^Error: The server would need 124 connections .* lets it have 97: lower DATABASE_POOL_SIZE or WEB_CONCURRENCY, or raise max_connections.*\n$/);
  expect(code).toBe(1);
  expect(postgresRuns()).toBe(false);
});

async function useNewDataDir(): Promise<void> {
  dataDir = await newDataDir();
  env = { DATA_DIR: dataDir, WEB_CONCURRENCY: "2" };
}

function postgresRuns(): boolean {
  return existsSync(join(dataDir, "postgres", "data", "postmaster.pid"));
}

function inWorkers(does: string): string {
  const program = `import cluster from "node:cluster"; import fs from "node:fs"; if (cluster.isWorker) { ${does} }`;
  return `--import=data:text/javascript,${encodeURIComponent(program)}`;
}
