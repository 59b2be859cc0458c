// Gives a machine without PostgreSQL a real one, which survives restarts, kill -9 and several users at once.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { openHome } from "./embedded/account.ts";
import { provideBinaries } from "./embedded/binaries.ts";
import {
  choosePort,
  isAlive,
  makeClusterOnce,
  readPassword,
  readPostmaster,
  removeStaleLock,
  startServer,
  stopServer,
  superuser,
  type Cluster,
  type Settings,
} from "./embedded/cluster.ts";
import { errorMessage, UserError } from "./user_error.ts";

export interface EmbeddedPostgres {
  /** The superuser's connection to the maintenance database, with its password. */
  readonly adminUrl: string;
  /** cold: data folder made and server started; warm: started; reused: it was running. */
  readonly started: "cold" | "warm" | "reused";
  /**
   * Stops the server unless another process uses it or another client is connected.
   * @param evenIfUsed stops it in any case
   */
  stop(evenIfUsed?: "evenIfUsed"): Promise<"stopped" | "left running">;
  /** Uses it no longer, and leaves it as it is. */
  leave(): Promise<void>;
}

const giveUpAfterMs = 60_000;
const failedStartsMax = 5;
// Held shared by all who use the server, taken alone by the one who stops it. "SEBE" in hexadecimal.
const useLock = 0x53454245;

/** Whether PostgreSQL has ever been started in this data folder. */
export function hasEmbeddedPostgres(dataDir: string): boolean {
  return existsSync(join(dataDir, "postgres", "data"));
}

/**
 * Starts PostgreSQL in `<dataDir>/postgres`, or joins the one that runs there. Safe to call from several processes at once.
 * @param dataDir an absolute path
 * @param settings for postgresql.conf; without effect on a server that is running
 * @param log told, in one line, of what the caller does not see
 * @throws UserError when it cannot be started
 */
export async function startEmbeddedPostgres(options: {
  dataDir: string;
  settings?: Settings;
  log?: (line: string) => void;
}): Promise<EmbeddedPostgres> {
  const { settings = {}, log = () => undefined } = options;
  const home = await openHome(options.dataDir);
  const cluster: Cluster = { home, bin: await provideBinaries(home), data: join(home.path, "data") };
  const isNew = await makeClusterOnce(cluster, settings);
  const password = await readPassword(cluster.data).catch((error: unknown) => {
    throw new UserError(
      `The data folder ${cluster.data} cannot be read (${errorMessage(error)}): correct its owner, or set another DATA_DIR.`,
    );
  });
  const { client, port, isOurs } = await startOrJoin(cluster, settings, password);
  let isStopping = false;
  client.on("error", (error) => {
    if (!isStopping) log(`PostgreSQL closed its connection: ${error.message}`);
  });
  return {
    adminUrl: `postgres://${superuser}:${password}@127.0.0.1:${port}/postgres?sslmode=disable`, // for who has PGSSLMODE set
    started: isNew ? "cold" : isOurs ? "warm" : "reused",
    async stop(evenIfUsed) {
      if (isStopping) return "left running";
      isStopping = true;
      await client.end().catch(() => undefined);
      // By a new connection: the server may have been killed, and started again by another process.
      const running = await readPostmaster(cluster.data);
      const closer = running?.port ? await joinServer(running.port, password, cluster.data) : undefined;
      try {
        if (!evenIfUsed && closer && (await isUsedByOthers(closer))) return "left running";
        if (evenIfUsed || closer) await stopServer(cluster);
        return "stopped";
      } finally {
        await closer?.end().catch(() => undefined);
      }
    },
    async leave() {
      isStopping = true;
      await client.end().catch(() => undefined);
    },
  };
}

async function startOrJoin(cluster: Cluster, settings: Settings, password: string) {
  const deadline = Date.now() + giveUpAfterMs;
  let [isOurs, failedStarts] = [false, 0];
  while (Date.now() < deadline) {
    const running = await readPostmaster(cluster.data);
    const client = running?.port ? await joinServer(running.port, password, cluster.data) : undefined;
    if (running && client) return { client, port: running.port, isOurs };
    if (running && (await isAlive(running, cluster.data))) {
      await sleep(50); // it is starting, recovering or stopping
      continue;
    }
    const failure = await startServer(cluster, settings, await choosePort(cluster.data));
    isOurs = failure === undefined;
    if (isOurs) continue;
    if (++failedStarts === failedStartsMax)
      throw new UserError(`PostgreSQL does not start in ${cluster.data}: ${failure}`);
    if (running && failure?.includes("postmaster.pid")) await removeStaleLock(cluster.data, running);
    await sleep(200 * failedStarts); // children of a killed server take a moment to leave
  }
  throw new UserError(
    `PostgreSQL in ${cluster.data} was not ready within ${giveUpAfterMs / 1000} s: see postgresql.log beside it.`,
  );
}

// The lock waits for a process that is stopping the server; then the connection breaks, and the caller starts it again.
async function joinServer(port: number, password: string, data: string): Promise<pg.Client | undefined> {
  const client = new pg.Client({
    host: "127.0.0.1",
    port,
    user: superuser,
    password,
    database: "postgres",
    ssl: false,
    options: "-c client_min_messages=warning", // something, or pg takes PGOPTIONS, meant for another server
    application_name: "stateful-engagement-backend: keeps PostgreSQL running",
    connectionTimeoutMillis: 5_000,
  });
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ data: string }>(`select current_setting('data_directory') as data`);
    if (rows[0]?.data === data) {
      await client.query("select pg_advisory_lock_shared($1)", [useLock]);
      return client;
    }
  } catch {
    // Nobody listens, it is starting or stopping, or it is another server that took the port.
  }
  await client.end().catch(() => undefined);
  return undefined;
}

// Gives up its own share first, so that of two processes that stop at once the second gets the lock.
async function isUsedByOthers(client: pg.Client): Promise<boolean> {
  await client.query("select pg_advisory_unlock_shared($1)", [useLock]);
  const { rows } = await client.query<{ alone: boolean }>("select pg_try_advisory_lock($1) as alone", [useLock]);
  if (!rows[0]?.alone) return true;
  for (let tries = 0; tries < 10; tries++) {
    const others = await client.query(
      `select from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`,
    );
    if (others.rowCount === 0) return false;
    await sleep(50); // connections that this process just closed
  }
  return true;
}
