// A throw-away PostgreSQL for tools and tests: in a temporary folder, nothing durable, gone afterwards.
import { existsSync } from "node:fs";
import { chmod, mkdtemp, readdir, readFile, rm, statfs, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Settings } from "../embedded/cluster.ts";
import { startEmbeddedPostgres } from "../embedded_postgres.ts";
import { errorCode } from "../user_error.ts";
import { letGo } from "./build.ts";

export interface ScratchServer {
  /** A superuser's connection string. */
  adminUrl: string;
  stop: () => Promise<void>;
}

/** Nothing is kept, so nothing need reach the disk. */
const fastSettings: Settings = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  wal_level: "minimal",
  max_wal_senders: "0",
  max_connections: "200",
  autovacuum: "off",
  max_wal_size: "128MB",
};

const prefix = "engagement-scratch-";

/**
 * Starts one within two seconds. The caller must stop it.
 * @param settings for postgresql.conf, instead of those that make it fast and forgetful
 * @param folder where its data are while it runs; the fastest without one
 */
export async function startScratchServer(settings: Settings = fastSettings, folder?: string): Promise<ScratchServer> {
  const parent = folder ?? (await fastestFolder());
  await sweep(parent);
  const dataDir = await mkdtemp(join(parent, `${prefix}${process.pid}-`));
  await chmod(dataDir, 0o711); // the account that PostgreSQL runs as when we are root enters it
  const server = await startEmbeddedPostgres({ dataDir, settings, log: () => undefined });
  return {
    adminUrl: server.adminUrl,
    stop: async () => {
      await server.stop("evenIfUsed");
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Runs with a scratch server, stopped whatever happens. */
export async function withScratchServer<T>(use: (adminUrl: string) => Promise<T>): Promise<T> {
  const server = await startScratchServer();
  try {
    return await use(server.adminUrl);
  } finally {
    await letGo();
    await server.stop();
  }
}

/** Stops and removes what runs that were killed have left. */
async function sweep(folder: string): Promise<void> {
  for (const name of (await readdir(folder)).filter((entry) => entry.startsWith(prefix))) {
    if (isRunning(Number.parseInt(name.slice(prefix.length), 10))) continue;
    const dataDir = join(folder, name);
    if (!(await isOurs(dataDir))) continue;
    if (existsSync(join(dataDir, "postgres/data/postmaster.pid"))) {
      // Joins the server, so that no other process with a number used again is hit.
      const server = await startEmbeddedPostgres({ dataDir, settings: fastSettings });
      await server.stop("evenIfUsed");
    }
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** Of several that sweep at once one has it: who says so first, and is alive. */
async function isOurs(dataDir: string): Promise<boolean> {
  const sweeper = join(dataDir, "sweeper");
  try {
    await writeFile(sweeper, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (errorCode(error) === "ENOENT") return false; // swept already
    if (errorCode(error) !== "EEXIST") throw error;
    if (isRunning(Number.parseInt(await readFile(sweeper, "utf8").catch(() => String(process.pid)), 10))) return false;
    await rm(sweeper, { force: true });
    return isOurs(dataDir);
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return errorCode(error) === "EPERM";
  }
}

/**
 * A database is some 300 files, and copying one is mostly making files: 20 ms in memory, up to 250 on
 * a busy disk. Containers often forbid programs in /dev/shm, where PostgreSQL's would be copied too.
 */
async function fastestFolder(): Promise<string> {
  const shm = "/dev/shm";
  try {
    const mounts = await readFile("/proc/mounts", "utf8");
    const options = new RegExp(`^\\S+ ${shm} tmpfs (\\S+)`, "m").exec(mounts)?.[1]?.split(",") ?? ["noexec"];
    const { bavail, bsize } = await statfs(shm);
    if (!options.includes("noexec") && !options.includes("ro") && bavail * bsize > 2 ** 31) return shm;
  } catch {
    // Not Linux.
  }
  return tmpdir();
}
