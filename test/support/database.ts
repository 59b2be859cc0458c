// Gives a test file a database of its own.
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { withDatabase } from "../../src/database/connect.ts";
import { serverUrl } from "../../src/database/server_role.ts";
import { withClient } from "../../src/db/build.ts";
import { cloneTemplate, testSecret } from "./template.ts";

export interface TestDatabase {
  name: string;
  /** Connection strings: a superuser's, and the server's, who logs in as app_server. */
  adminUrl: string;
  serverUrl: string;
  /** A superuser's pool. */
  pool: pg.Pool;
  /** One statement as superuser; its rows. */
  query: <Row extends pg.QueryResultRow>(sql: string, values?: unknown[]) => Promise<Row[]>;
  /** Stops the product's time at an instant, for every connection; null lets it run. */
  setClock: (at: string | Date | null) => Promise<void>;
  /** Another database as this one is now; hangs up on whoever is connected to it. */
  copy: () => Promise<TestDatabase>;
  /** Closes the pool and drops the database. */
  drop: () => Promise<void>;
}

/** A copy of the template. Drop it in afterAll. */
export async function createTestDatabase(): Promise<TestDatabase> {
  return createCopy(fromSetup("TEST_TEMPLATE"));
}

async function createCopy(template: string): Promise<TestDatabase> {
  const server = fromSetup("TEST_ADMIN_URL");
  const name = `test_${randomBytes(6).toString("hex")}`;
  await withClient(server, async (admin) => cloneTemplate(admin, template, name, fromSetup("TEST_TEMPLATE_SETTINGS")));
  const adminUrl = withDatabase(server, name);
  const pool = new pg.Pool({ connectionString: adminUrl, connectionTimeoutMillis: 10_000 });
  // The pool has ended when it has said goodbye; PostgreSQL may still be hanging up when the database goes.
  let isHangingUp = false;
  pool.on("error", (error) => {
    if (!isHangingUp) throw error;
  });
  const query = async <Row extends pg.QueryResultRow>(sql: string, values?: unknown[]): Promise<Row[]> =>
    (await pool.query<Row>(sql, values)).rows;
  return {
    name,
    adminUrl,
    serverUrl: serverUrl(adminUrl, testSecret),
    pool,
    query,
    setClock: async (at) => {
      await query("select test.set_clock($1)", [at]);
    },
    copy: async () => {
      isHangingUp = true;
      await withClient(server, async (admin) =>
        admin.query("select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = $1", [name]),
      );
      while (pool.totalCount > 0) await sleep(10);
      isHangingUp = false;
      return createCopy(name);
    },
    drop: async () => {
      isHangingUp = true;
      await pool.end();
      await withClient(server, async (admin) => admin.query(`drop database ${name} with (force)`));
    },
  };
}

function fromSetup(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: Jest's globalSetup has not run`);
  return value;
}
