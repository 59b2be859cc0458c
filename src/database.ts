// Brings any PostgreSQL to the state that the server needs: database, roles, schema. Safe to run at every start, by many at once.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { projectDir } from "./config.ts";
import { connect, databaseOf, withDatabase } from "./database/connect.ts";
import { availableConnections } from "./database/pool_size.ts";
import { committedMigrations, countApplied, runMigrations } from "./database/migrations.ts";
import { ensureServerCanLogIn, serverUrl } from "./database/server_role.ts";
import { errorCode, errorMessage, UserError } from "./user_error.ts";

export interface PreparedDatabase {
  /** For the server's pool: logs in as app_server, which owns nothing. */
  readonly serverUrl: string;
  /** How many connections PostgreSQL lets app_server have. */
  readonly availableConnections: number;
  /** In words, for whoever watches the start. */
  readonly did: string;
}

const preparationName = "stateful-engagement-backend: prepares the database";
// One preparation of a database at a time. "SEBP" in hexadecimal.
const preparationLock = 0x53454250;
const lockWaitSecondsMax = 60;
const bootstrapTriesMax = 10;

/**
 * Creates the database if it is missing, then roles and schema.
 * @param adminUrl names the database; its user is a superuser, or has CREATEROLE and owns the database or has CREATEDB
 * @param tokenSecret what app_server's password is derived from
 * @param mayReplaceTokenSecret whether that may shut out the servers that have another one
 * @throws UserError when PostgreSQL cannot be used, the database is another project's, or the secret another one
 */
export async function prepareDatabase(
  adminUrl: string,
  tokenSecret: string,
  mayReplaceTokenSecret = false,
): Promise<PreparedDatabase> {
  const { client, isNew } = await connectOrCreate(adminUrl);
  try {
    await lock(client);
    const committed = await committedMigrations();
    const applied = await countApplied(client, committed);
    await bootstrap(client);
    const missing = committed.length - applied;
    if (missing > 0) await runMigrations(adminUrl);
    await letServerSeeMigrations(client);
    await ensureServerCanLogIn(client, adminUrl, tokenSecret, mayReplaceTokenSecret);
    const migrated = `migrations: ${missing} run, ${applied} were there`;
    const available = await availableConnections(client);
    return { serverUrl: serverUrl(adminUrl, tokenSecret), availableConnections: available, did: isNew ? `created, ${migrated}` : migrated };
  } catch (error) {
    throw explain(error, client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * Makes the check behind `/readyz`.
 * @returns a function that tells whether the database has our last migration, and throws when it does not answer
 */
export async function migratedCheck(pool: pg.Pool): Promise<() => Promise<boolean>> {
  const last = (await committedMigrations()).at(-1);
  const text = last ? "select from graphile_migrate.migrations where hash = $1" : "select";
  return async () => (await pool.query({ text, values: last ? [last.hash] : [] })).rowCount === 1;
}

async function connectOrCreate(adminUrl: string): Promise<{ client: pg.Client; isNew: boolean }> {
  try {
    return { client: await connect(adminUrl, preparationName), isNew: false };
  } catch (error) {
    if (errorCode(error) !== "3D000") throw error;
  }
  const database = databaseOf(adminUrl);
  const maintenance = await connect(withDatabase(adminUrl, "postgres"), preparationName).catch((error: unknown) => {
    throw errorCode(error) === "3D000"
      ? new UserError(`The database "${database}" is missing, and so is "postgres" to create it from: create it.`)
      : error;
  });
  try {
    await maintenance.query(`create database ${pg.escapeIdentifier(database)} template template0 encoding 'UTF8'`);
  } catch (error) {
    // Another server may be creating it: that it exists is what counts.
    if (errorCode(error) !== "42P04" && errorCode(error) !== "23505")
      throw new UserError(
        `The database "${database}" is missing and cannot be created (${errorMessage(error)}): create it, or log in as a role with CREATEDB.`,
      );
  } finally {
    await maintenance.end();
  }
  return { client: await connect(adminUrl, preparationName), isNew: true };
}

async function lock(client: pg.Client): Promise<void> {
  await client.query(`set lock_timeout = '${lockWaitSecondsMax}s'`);
  try {
    await client.query("select pg_advisory_lock($1)", [preparationLock]);
  } catch (error) {
    if (errorCode(error) !== "55P03") throw error;
    throw new UserError(
      `Another server has been preparing the database "${client.database}" for ${lockWaitSecondsMax} s: see what it waits for.`,
    );
  }
}

// Roles belong to all databases of the server, the lock to one: a race with another database's server is tried again.
async function bootstrap(client: pg.Client): Promise<void> {
  const sql = await readFile(join(projectDir, "sql", "bootstrap.sql"), "utf8");
  for (let tries = 1; ; tries++) {
    try {
      await client.query(sql);
      return;
    } catch (error) {
      const isRace = errorMessage(error).includes("concurrently") || errorCode(error) === "40P01";
      if (!isRace || tries === bootstrapTriesMax) throw error;
      await sleep(20 * tries);
    }
  }
}

/** Lets app_server read which migrations there are: `/readyz` asks whether the last one is. */
export async function letServerSeeMigrations(client: pg.Client): Promise<void> {
  await client.query(`do $$ begin
    if to_regclass('graphile_migrate.migrations') is not null and not has_table_privilege('app_server', 'graphile_migrate.migrations', 'select') then
      set local role app_owner;
      grant usage on schema graphile_migrate to app_server;
      grant select on graphile_migrate.migrations to app_server;
    end if;
  end $$`);
}

function explain(error: unknown, client: pg.Client): unknown {
  if (errorCode(error) !== "42501") return error;
  return new UserError(
    `The role "${client.user}" has not enough rights (${errorMessage(error)}): in DATABASE_URL use a superuser, or a role with CREATEROLE that owns the database "${client.database}".`,
  );
}
