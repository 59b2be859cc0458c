// `npm start` as a supervisor stops it: npm and its shell die of a SIGTERM, and nobody tells the server.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { cleanUp, newDataDir, startServer, viaNpm } from "./running_server.ts";

afterAll(cleanUp);

test("SIGTERM to npm stops the server, and PostgreSQL with it", async () => {
  const dataDir = await newDataDir();
  const server = await startServer({ DATA_DIR: dataDir }, viaNpm);
  await server.end("SIGTERM");
  const deadline = Date.now() + 10_000;
  while (existsSync(join(dataDir, "postgres", "data", "postmaster.pid"))) {
    if (Date.now() > deadline) throw new Error("PostgreSQL still runs after 10 s");
    await sleep(50);
  }
  await expect(fetch(`${server.url}/healthz`)).rejects.toThrow();
});
