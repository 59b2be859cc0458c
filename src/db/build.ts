// Makes databases from nothing, by the two ways that must agree: the migrations, and sql/manifest.sql.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { compile, migrate } from "graphile-migrate";
import type { Settings } from "graphile-migrate";
import pg from "pg";
import { letServerSeeMigrations } from "../database.ts";
import { connect, withDatabase } from "../database/connect.ts";
import { migrateSettings } from "../database/migrations.ts";
import { explainSqlError } from "./explain_sql_error.ts";

/** graphile-migrate's settings for a database, with the migrations of this root. */
export async function settingsFor(
  root: string,
  adminUrl: string,
  database: string,
  log?: (line: string) => void,
): Promise<Settings> {
  const settings = await migrateSettings(withDatabase(adminUrl, database), log);
  const { connectionString = "" } = settings;
  return {
    ...settings,
    migrationsFolder: join(root, "migrations"),
    shadowConnectionString: withDatabase(connectionString, `${database}_shadow`),
    afterReset: ["!../sql/bootstrap.sql"],
  };
}

/** Creates the database with its roles and runs migrations/committed, as a start does. */
export async function buildFromCommitted(root: string, adminUrl: string, database: string): Promise<void> {
  await createEmpty(root, adminUrl, database);
  await migrate(await settingsFor(root, adminUrl, database));
  await withClient(withDatabase(adminUrl, database), letServerSeeMigrations);
}

/** The same, and whatever current.sql holds. */
export async function buildFromMigrations(root: string, adminUrl: string, database: string): Promise<void> {
  await buildFromCommitted(root, adminUrl, database);
  await runCurrent(root, adminUrl, database);
}

/** Runs migrations/current.sql, so that what is not committed yet can be tried and tested. */
export async function runCurrent(root: string, adminUrl: string, database: string): Promise<void> {
  await runAsOwner(root, adminUrl, database, currentMigration(root), "migrations/current.sql");
}

/** Creates the database with its roles and runs sql/manifest.sql with everything that it includes. */
export async function buildFromPresent(root: string, adminUrl: string, database: string): Promise<void> {
  await createEmpty(root, adminUrl, database);
  const manifest = readFileSync(join(root, "sql/manifest.sql"), "utf8");
  await runAsOwner(root, adminUrl, database, manifest, "sql/manifest.sql");
}

/** The text of migrations/current.sql, or nothing when only comments are left in it. */
export function currentMigration(root: string): string {
  const path = join(root, "migrations/current.sql");
  const text = existsSync(path) ? readFileSync(path, "utf8") : "";
  return text.split("\n").every((line) => /^\s*(--(?!!\s*include).*)?$/.test(line)) ? "" : text;
}

/** Calls back with an administrator's connection, which is closed afterwards. */
export async function withClient<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = await connect(url, "stateful-engagement-backend: tools");
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

async function createEmpty(root: string, adminUrl: string, database: string): Promise<void> {
  const name = pg.escapeIdentifier(database);
  const bootstrap = readFileSync(join(root, "sql/bootstrap.sql"), "utf8");
  await withClient(adminUrl, async (admin) => admin.query(`create database ${name} template template0`));
  await withClient(withDatabase(adminUrl, database), async (admin) => admin.query(bootstrap));
}

async function runAsOwner(
  root: string,
  adminUrl: string,
  database: string,
  script: string,
  file: string,
): Promise<void> {
  const settings = await settingsFor(root, adminUrl, database);
  const sql = await compile(settings, script, { filename: join(root, file) });
  await withClient(settings.connectionString ?? "", async (owner) => {
    await owner.query(sql).catch((error: unknown) => {
      throw explainSqlError(error, sql, file);
    });
  });
}

/**
 * Waits until graphile-migrate has let go of its databases: it keeps idle connections for 200 ms, and
 * ends the process when one of them breaks.
 */
export async function letGo(): Promise<void> {
  await sleep(300);
}
