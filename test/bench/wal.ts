// What PostgreSQL writes: WAL between two points of it, and how often it is flushed to disk.
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";

export interface WalBytes {
  /** Of the records, without the page images that follow a checkpoint. */
  records: number;
  /** Those page images. */
  pageImages: number;
}

/**
 * A point between two records, up to which all is on disk: every commit that was answered is before it. What is on disk may
 * end within a record when nobody has committed it; then a record of our own takes the rest along.
 */
export async function walPoint(pool: pg.Pool): Promise<string> {
  const { rows } = await pool.query<{ point: string }>(
    `select case when pg_current_wal_insert_lsn() = pg_current_wal_flush_lsn() then pg_current_wal_flush_lsn()
       else pg_logical_emit_message(false, 'bench', '', true) end::text as point`,
  );
  return rows[0]?.point ?? "0/0";
}

/** What has been written from a point up to now, without our own records. */
export async function walSince(pool: pg.Pool, point: string): Promise<WalBytes> {
  const end = await walPoint(pool);
  // Between two points that differ there is a record: to look for one where there is none is an error.
  if (end === point) return { records: 0, pageImages: 0 };
  const { rows } = await pool.query<Record<keyof WalBytes, number>>(
    `select coalesce(sum(w.record_size), 0)::float8 as records, coalesce(sum(w.fpi_size), 0)::float8 as "pageImages"
     from bench.pg_get_wal_stats($1, $2, true) as w where w."resource_manager/record_type" <> 'LogicalMessage/MESSAGE'`,
    [point, end],
  );
  return rows[0] ?? { records: Number.NaN, pageImages: Number.NaN };
}

/**
 * How often WAL has been flushed to disk so far. Sessions tell what they have done now and then, and when they end: so
 * everybody else is hung up on first.
 */
export async function countFsyncs(pool: pg.Pool): Promise<number> {
  await hangUpOnOthers(pool);
  const { rows } = await pool.query<{ is18: boolean }>("select current_setting('server_version_num')::int >= 180000 as is18");
  const counted = await pool.query<{ fsyncs: number }>(
    rows[0]?.is18
      ? "select sum(fsyncs)::float8 as fsyncs from pg_stat_io where object = 'wal'"
      : "select wal_sync::float8 as fsyncs from pg_stat_wal",
  );
  return counted.rows[0]?.fsyncs ?? Number.NaN;
}

/** Updates of the users' state row so far, and those of them that stayed in their page. */
export async function countUpdates(pool: pg.Pool): Promise<{ all: number; hot: number }> {
  await hangUpOnOthers(pool);
  const { rows } = await pool.query<{ all: number; hot: number }>(
    `select n_tup_upd::float8 as all, n_tup_hot_upd::float8 as hot from pg_stat_user_tables
     where schemaname = 'app_private' and relname = 'user_states'`,
  );
  return rows[0] ?? { all: 0, hot: 0 };
}

async function hangUpOnOthers(pool: pg.Pool): Promise<void> {
  await pool.query(`select pg_terminate_backend(pid, 5000) from pg_stat_activity
    where backend_type = 'client backend' and pid <> pg_backend_pid() and datname like 'bench_%'`);
  await sleep(100); // the last of them have told
}
