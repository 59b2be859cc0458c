// The benchmark's own PostgreSQL: durable as it comes, with memory as whoever runs it for real would give it.
import { statfs } from "node:fs/promises";
import { totalmem, tmpdir } from "node:os";
import { startScratchServer, type ScratchServer } from "../../src/db/scratch_server.ts";
import { withClient } from "../../src/db/build.ts";
import { parentOf } from "./cpu.ts";

export interface BenchPostgres extends ScratchServer {
  /** The postmaster's. */
  pid: number;
  version: string;
  /** What it runs with, as it says itself. */
  settings: Record<string, string>;
}

const megabyte = 1024 * 1024;
const tmpfsType = 0x01021994;

// Only what is not as it comes; checkpoints are far apart so that no round has one and another none.
const settings = {
  shared_buffers: `${Math.min(4096, Math.round(totalmem() / megabyte / 4))}MB`,
  max_wal_size: "16GB",
  checkpoint_timeout: "30min",
  wal_keep_size: "1GB", // what a turn has written is read when it is over
  shared_preload_libraries: "pg_stat_statements",
  "pg_stat_statements.track": "none",
};
const told = ["fsync", "synchronous_commit", "full_page_writes", "wal_level", "wal_sync_method", "wal_compression", "autovacuum", "shared_buffers", "max_wal_size", "checkpoint_timeout"];

/** Starts it. folder: on a disk, the temporary one without */
export async function startBenchPostgres(folder: string = tmpdir(), tell: (line: string) => void = () => undefined): Promise<BenchPostgres> {
  if ((await statfs(folder)).type === tmpfsType)
    tell(`${folder} is in memory, so nothing waits for a disk: give --folder on a disk, or take the figures as they are.`);
  const server = await startScratchServer(settings, folder);
  return withClient(server.adminUrl, async (admin) => {
    const { rows } = await admin.query<{ name: string; value: string }>(
      "select s.name, current_setting(s.name) as value from unnest($1::text[]) as s(name)",
      [told],
    );
    const about = await admin.query<{ pid: number; version: string }>(
      "select pg_backend_pid() as pid, current_setting('server_version') as version",
    );
    const { pid = 0, version = "" } = about.rows[0] ?? {};
    return { ...server, pid: parentOf(pid) ?? 0, version, settings: Object.fromEntries(rows.map((row) => [row.name, row.value])) };
  });
}
