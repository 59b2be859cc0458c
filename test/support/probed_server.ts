// A server that says how long its thread was blocked.
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Config } from "../../src/config.ts";
import type { TestDatabase } from "./database.ts";
import { startServer, type TestServer } from "./server.ts";

export interface Probe {
  /** The longest that nothing else could run. */
  blockedMs: number;
  /** The longest from a request's head to the end of its answer. */
  requestMs: number;
}

/** Starts a server with a probe in it; `probe` answers what was since it was asked last. */
export async function startProbedServer(
  database: TestDatabase,
  mode: Config["mode"],
): Promise<TestServer & { probe: () => Promise<Probe> }> {
  const socketPath = join(tmpdir(), `${database.name}.sock`);
  const server = await startServer(database, mode, {
    NODE_OPTIONS: `--import ${join(import.meta.dirname, "loop_probe.ts")}`,
    LOOP_PROBE: socketPath,
  });
  const ask = (): Promise<Probe> =>
    new Promise((resolve, reject) => {
      request({ socketPath, agent: false }, (response) => {
        let text = "";
        response.on("data", (chunk: Buffer) => (text += chunk.toString()));
        response.on("end", () => resolve(JSON.parse(text) as Probe));
      })
        .on("error", reject)
        .end();
    });
  return {
    ...server,
    async probe() {
      const answer = await ask();
      await sleep(5); // the first two ticks after a reset are not measured
      return answer;
    },
  };
}
