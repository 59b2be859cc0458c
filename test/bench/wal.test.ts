// What is on disk may end within a record, before and after what is measured.
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { startBenchPostgres, type BenchPostgres } from "./postgres.ts";
import { walPoint, walSince } from "./wal.ts";

let postgres: BenchPostgres;
let pool: pg.Pool;

beforeAll(async () => {
  postgres = await startBenchPostgres();
  pool = new pg.Pool({ connectionString: postgres.adminUrl, max: 1 });
  await pool.query("create schema bench; create extension pg_walinspect schema bench; create table public.written (text text); checkpoint");
});
afterAll(async () => {
  await pool.end();
  await postgres.stop();
});

// A record of many pages that nobody waits for comes to the disk page by page, after a while.
async function endWithinARecord(): Promise<void> {
  await pool.query("select pg_logical_emit_message(false, 'other', repeat('x', 100000))");
  const isWithin = async (): Promise<boolean | undefined> =>
    (await pool.query<{ is: boolean }>("select pg_current_wal_insert_lsn() - pg_current_wal_flush_lsn() between 1 and 50000 as is")).rows[0]?.is;
  for (let waited = 0; !(await isWithin()); waited++) {
    if (waited > 5_000) throw new Error("nothing has come to the disk");
    await sleep(1);
  }
}

const write = async (): Promise<unknown> => pool.query("insert into public.written values (repeat('y', 1000))");

test("nothing written is nothing", async () => {
  expect(await walSince(pool, await walPoint(pool))).toEqual({ records: 0, pageImages: 0 });
});

test.each([1, 2, 3, 4, 5])("a record of which only the beginning is on disk is no error, %s", async () => {
  const point = await walPoint(pool);
  await endWithinARecord();
  const { records } = await walSince(pool, point);
  expect(records).toBeLessThan(1000); // such records are not counted; what PostgreSQL writes by itself may be
});

test("what was begun before a point does not count after it", async () => {
  await write();
  await endWithinARecord();
  const point = await walPoint(pool);
  await write();
  const { records } = await walSince(pool, point);
  expect(records).toBeGreaterThan(1000);
  expect(records).toBeLessThan(2000);
});

test("a checkpoint in between takes nothing away", async () => {
  const point = await walPoint(pool);
  for (let segment = 0; segment < 3; segment++) {
    await write();
    await pool.query("select pg_switch_wal()");
    await pool.query("checkpoint");
  }
  const { records, pageImages } = await walSince(pool, point);
  expect(records + pageImages).toBeGreaterThan(3000);
});
