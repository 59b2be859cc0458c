// `npm start`: from a clone, or whatever the last start left, to a server that answers.
import type { Pool } from "pg";
import type { Accounts } from "./accounts/accounts.ts";
import { describeConfig, embeddedDatabaseName, readConfig, type Config } from "./config.ts";
import { withDatabase } from "./database/connect.ts";
import { refuseMightyLogin } from "./database/login.ts";
import { createCountPool, createPool } from "./database/pool.ts";
import { migratedCheck, prepareDatabase } from "./database.ts";
import { startEmbeddedPostgres } from "./embedded_postgres.ts";
import { acceptedIssuers } from "./identity/accepted_issuers.ts";
import { createVerifier } from "./identity/verifier.ts";
import { log, takeOverConsole } from "./log.ts";
import { createFingerprint } from "./server/fingerprint.ts";
import { createRateLimits } from "./server/rate_limits.ts";
import { openServer } from "./server.ts";
import { runCommand } from "./user_error.ts";
import { welcome } from "./welcome.ts";

type Release = () => Promise<unknown>;

const parentLookMs = 200;

await runCommand(async () => {
  const begin = performance.now();
  const held: Release[] = [];
  stopOnSignal(held);
  try {
    const config = readConfig();
    log.level = config.http.logLevel;
    console.log(`Settings: ${describeConfig(config)}`);
    const url = await start(config, held);
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
  const http = await step("Taking the port", async () => {
    const server = await openServer(config, fingerprint);
    held.push(() => server.stop());
    return { did: server.url, ...server };
  });
  const adminUrl = config.databaseUrl ?? (await startPostgres(config.dataDir, held));
  const prepared = await step("Preparing the database", () =>
    prepareDatabase(adminUrl, config.tokenSecret, config.mayReplaceTokenSecret),
  );
  await step("Building the GraphQL API from the database", async () => {
    const { addGraphQL } = await import("./graphql/add_graphql.ts");
    const pool = createPool(prepared.serverUrl, config.http.poolSize);
    held.push(async () => pool.ended || pool.end());
    await refuseMightyLogin(pool);
    const accounts = config.hasAccounts ? await startAccounts(pool, config.tokenSecret) : undefined;
    await http.serve({
      pool,
      verifyToken: createVerifier([...(await acceptedIssuers(config)), ...(accounts ? [accounts.issuer] : [])]),
      ...(accounts && { accounts }),
      addGraphQL: (app, server, itsPool) => addGraphQL(app, server, itsPool, config),
      isMigrated: await migratedCheck(pool),
      limits: createRateLimits(config.http, fingerprint, createCountPool(prepared.serverUrl)),
    });
    return { did: "done" };
  });
  return { http: http.url, admin: adminUrl };
}

async function startAccounts(pool: Pool, tokenSecret: string): Promise<Accounts> {
  const { createAccounts } = await import("./accounts/accounts.ts");
  return createAccounts(pool, tokenSecret);
}

async function startPostgres(dataDir: string, held: Release[]): Promise<string> {
  const words = { cold: "made its data folder and started", warm: "started", reused: "it was running" };
  const { adminUrl } = await step("Starting the embedded PostgreSQL", async () => {
    const postgres = await startEmbeddedPostgres({ dataDir, log: (line) => log.warn(line) });
    // Before the HTTP server in `held`, so that it is stopped after it.
    held.unshift(async () => console.log(`PostgreSQL ${await postgres.stop()}.`));
    return { did: words[postgres.started], adminUrl: postgres.adminUrl };
  });
  return withDatabase(adminUrl, embeddedDatabaseName);
}

async function step<T extends { did: string }>(what: string, run: () => Promise<T>): Promise<T> {
  const begin = performance.now();
  process.stdout.write(`${what} ... `);
  try {
    const result = await run();
    console.log(`${result.did} (${((performance.now() - begin) / 1000).toFixed(2)} s)`);
    return result;
  } catch (error) {
    console.log("failed");
    throw error;
  }
}

// From here on nobody watches a start. What would print an error with all its fields is printed without its values.
function logTheRest(): void {
  takeOverConsole();
  for (const event of ["uncaughtException", "unhandledRejection"])
    process.on(event, (error: unknown) => {
      log.fatal({ error }, "a bug: the server ends");
      process.exit(1);
    });
}

// Ctrl-C reaches npm and this process, so a signal may come twice. SIGTERM may reach npm alone: it tells its shell, which
// dies without telling us, and all that can be seen of that here is that the parent is another one.
function stopOnSignal(held: Release[]): void {
  let isStopping = false;
  const stop = async (why: string) => {
    if (isStopping) return;
    isStopping = true;
    console.log(`\n${why}: answering what has begun, then stopping.`);
    await release(held);
    process.exit(0);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => void stop(signal));
  const parent = process.ppid;
  const look = () => void (process.ppid === parent || stop("npm has ended"));
  if (process.env.npm_lifecycle_event === "start") setInterval(look, parentLookMs).unref();
}

// The last that was had goes first.
async function release(held: Release[]): Promise<void> {
  for (let end = held.pop(); end; end = held.pop()) await end().catch((error: unknown) => console.error(error));
}
