// Two `npm start` from one checkout share one PostgreSQL.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { cleanUp, newDataDir, startServer } from "./running_server.ts";

afterAll(cleanUp);

test("two starts at once from nothing share one PostgreSQL; the first to leave leaves it, the last stops it", async () => {
  const dataDir = await newDataDir();
  const [first, second] = await Promise.all([startServer({ DATA_DIR: dataDir }), startServer({ DATA_DIR: dataDir })]);
  expect(first.psqlUrl).toBe(second.psqlUrl);
  expect(await first.end("SIGINT")).toBe(0);
  expect((await fetch(`${second.url}/readyz`)).status).toBe(200);
  expect(await second.end("SIGINT")).toBe(0);
  expect(existsSync(join(dataDir, "postgres", "data", "postmaster.pid"))).toBe(false);
});

test("two that leave at once stop PostgreSQL", async () => {
  const dataDir = await newDataDir();
  const servers = await Promise.all([startServer({ DATA_DIR: dataDir }), startServer({ DATA_DIR: dataDir })]);
  await Promise.all(servers.map((server) => server.end("SIGTERM")));
  expect(existsSync(join(dataDir, "postgres", "data", "postmaster.pid"))).toBe(false);
});
