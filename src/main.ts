// `npm start`: from a clone, or whatever the last start left, to a server that answers.
import { describeConfig, embeddedDatabaseName, readConfig, type Config } from "./config.ts";
import { withDatabase } from "./database/connect.ts";
import { poolSize } from "./database/pool_size.ts";
import { prepareDatabase } from "./database.ts";
import { startEmbeddedPostgres } from "./embedded_postgres.ts";
import { log } from "./log.ts";
import { createFingerprint } from "./server/fingerprint.ts";
import { openServer } from "./server.ts";
import { serveRequests } from "./serve_requests.ts";
import { endFor, isEnding, logTheRest, release, stopOnSignal, type Release } from "./stopping.ts";
import { runCommand } from "./user_error.ts";
import { welcome } from "./welcome.ts";
import { startWorkers } from "./workers/primary.ts";

await runCommand(async () => {
  const begin = performance.now();
  const held: Release[] = [];
  stopOnSignal(held, (line) => console.log(line));
  try {
    const config = readConfig();
    log.level = config.http.logLevel;
    console.log(`Settings: ${describeConfig(config)}`);
    const url = await start(config, held);
    if (isEnding()) return; // by a signal that came meanwhile
    const seconds = ((performance.now() - begin) / 1000).toFixed(1);
    console.log(`Ready after ${seconds} s.\n\n${welcome(config, url.http, url.admin)}`);
    logTheRest();
  } catch (error) {
    await release(held);
    throw error;
  }
});

async function start(config: Config, held: Release[]): Promise<{ http: string; admin: string }> {
  const fingerprint = createFingerprint(config.tokenSecret);
  const { workers } = config.http;
  const server = await step("Taking the port", async () => {
    const http = await openServer(config, fingerprint);
    if (workers === 1) held.push(() => http.stop());
    else await http.stop(); // it is free, and the workers take it
    return { did: workers === 1 ? http.url : "it is free", http };
  });
  const adminUrl = config.databaseUrl ?? (await startPostgres(config.dataDir, held));
  const { serverUrl, availableConnections } = await step("Preparing the database", () => {
    const preparing = prepareDatabase(adminUrl, config.tokenSecret, config.mayReplaceTokenSecret);
    // The embedded PostgreSQL, which is the first in `held`, would be left running as long as this uses it.
    if (!config.databaseUrl) held.splice(1, 0, () => preparing.catch(() => undefined));
    return preparing;
  });
  const order = { serverUrl, poolSize: poolSize({ asked: config.http.poolSize, processes: workers, available: availableConnections }) };
  if (workers === 1) {
    await step("Building the GraphQL API from the database", async () => {
      await serveRequests(config, { ...order, ...server, fingerprint }, held);
      return { did: "done" };
    });
    return { http: server.http.url, admin: adminUrl };
  }
  const { url } = await step(`Starting ${workers} workers`, async () => {
    const running = startWorkers(workers, order);
    held.push(() => running.stop());
    const address = await Promise.race([running.url, running.failure]);
    running.failure.catch((error: unknown) => endFor(error, held));
    return { did: "done", url: address };
  });
  return { http: url, admin: adminUrl };
}

async function startPostgres(dataDir: string, held: Release[]): Promise<string> {
  const words = { cold: "made its data folder and started", warm: "started", reused: "it was running" };
  const { adminUrl } = await step("Starting the embedded PostgreSQL", async () => {
    const starting = startEmbeddedPostgres({ dataDir, log: (line) => log.warn(line) });
    // Before the HTTP server in `held`, so that it is stopped after it; and already now: a signal may come while it starts.
    held.unshift(async () => {
      const started = await starting.catch(() => undefined);
      if (started) console.log(`PostgreSQL ${await started.stop()}.`);
    });
    const postgres = await starting;
    return { did: words[postgres.started], adminUrl: postgres.adminUrl };
  });
  return withDatabase(adminUrl, embeddedDatabaseName);
}

async function step<T extends { did: string }>(what: string, run: () => Promise<T>): Promise<T> {
  if (isEnding()) await new Promise(() => undefined); // for the end of the process
  const begin = performance.now();
  process.stdout.write(`${what} ... `);
  try {
    const result = await run();
    console.log(`${result.did} (${((performance.now() - begin) / 1000).toFixed(2)} s)`);
    return result;
  } catch (error) {
    if (!isEnding()) console.log("failed");
    throw error;
  }
}
