// Knows our committed migrations, tells our database from another project's by them, and runs those that are missing.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Settings } from "graphile-migrate";
import type pg from "pg";
import { projectDir } from "../config.ts";
import { errorCode, errorMessage, UserError } from "../user_error.ts";
import { databaseOf, withDatabase, withOptions } from "./connect.ts";

export interface Migration {
  readonly filename: string;
  readonly hash: string;
}

// graphile-migrate keeps its pools that long, and ends the process when PostgreSQL stops before.
const poolLingersMs = 300;

/** The committed migrations, oldest first. */
export async function committedMigrations(): Promise<Migration[]> {
  const folder = join(projectDir, "migrations", "committed");
  const names = await readdir(folder).catch((error: unknown) => {
    if (errorCode(error) === "ENOENT") return [];
    throw error;
  });
  const read = async (name: string) => {
    const hash = /^--! Hash: (\S+)$/m.exec(await readFile(join(folder, name), "utf8"))?.[1];
    if (!hash) throw new UserError(`migrations/committed/${name} has no "--! Hash" line: restore it from git.`);
    return { filename: name, hash };
  };
  return Promise.all(
    names
      .filter((name) => /^\d+.*\.sql$/.test(name))
      .sort()
      .map(read),
  );
}

/**
 * Decides whether the database is ours to change.
 * @returns how many of our migrations it has
 * @throws UserError when it is another project's, or a newer version of ours has migrated it
 */
export async function countApplied(client: pg.Client, committed: readonly Migration[]): Promise<number> {
  const applied = await appliedHashes(client);
  if (applied.length === 0) {
    const foreign = await someForeignObject(client);
    if (foreign)
      throw new UserError(
        `The database "${client.database}" is not ours, it holds ${foreign}: name another one in DATABASE_URL, which is created if missing.`,
      );
    return 0;
  }
  const common = committed.findIndex(({ hash }, i) => hash !== applied[i]);
  if (common === -1 && applied.length > committed.length)
    throw new UserError(
      `The database "${client.database}" has ${applied.length - committed.length} more migrations than this version of the code: run the newer version.`,
    );
  if (common !== -1 && common !== applied.length)
    throw new UserError(
      `The database "${client.database}" was migrated by another project or branch (migration ${common + 1} differs): name another one in DATABASE_URL, which is created if missing.`,
    );
  return applied.length;
}

/** Throws a UserError unless the database has our migrations, all of them and no others. */
export async function requireMigrated(client: pg.Client): Promise<void> {
  const committed = await committedMigrations();
  const missing = committed.length - (await countApplied(client, committed));
  if (missing > 0)
    throw new UserError(
      `The database "${client.database}" lacks ${missing} of our ${committed.length} migrations: start the server on it once, which runs them.`,
    );
}

/**
 * graphile-migrate's settings for this database, with every object made as app_owner.
 * @param adminUrl a connection string that may become app_owner
 * @param log told each line that graphile-migrate would print
 */
export async function migrateSettings(
  adminUrl: string,
  log: (line: string) => void = () => undefined,
): Promise<Settings> {
  const { Logger } = await import("graphile-migrate");
  return {
    migrationsFolder: join(projectDir, "migrations"),
    connectionString: withOptions(adminUrl, "-c role=app_owner"),
    rootConnectionString: withDatabase(adminUrl, "postgres"),
    databaseOwner: "app_owner",
    logger: new Logger(() => (_level, message) => log(message)),
  };
}

/** Runs the committed migrations that are missing. Throws a UserError that names the one that failed. */
export async function runMigrations(adminUrl: string): Promise<void> {
  const { migrate } = await import("graphile-migrate");
  let last = "";
  const settings = await migrateSettings(adminUrl, (line) => {
    last = /'(.+\.sql)'/.exec(line)?.[1] ?? last;
  });
  try {
    await migrate(settings);
  } catch (error) {
    throw new UserError(
      `Migration ${last} failed in the database "${databaseOf(adminUrl)}": ${errorMessage(error)} (${errorCode(error) ?? "no code"})`,
    );
  } finally {
    await sleep(poolLingersMs);
  }
}

async function appliedHashes(client: pg.Client): Promise<string[]> {
  try {
    const { rows } = await client.query<{ hash: string }>(
      "select hash from graphile_migrate.migrations order by filename",
    );
    return rows.map(({ hash }) => hash);
  } catch (error) {
    const code = errorCode(error);
    if (code === "42P01" || code === "3F000") return [];
    if (code === "42501")
      throw new UserError(
        `The database "${client.database}" was migrated by another role than "${client.user}", which may not read it: log in as that role in DATABASE_URL.`,
      );
    throw error;
  }
}

// What an extension brings is nobody's; what app_owner owns is ours, from a first start that was interrupted.
async function someForeignObject(client: pg.Client): Promise<string | undefined> {
  const { rows } = await client.query<{ name: string }>(`
    with theirs as (
      select 'pg_class'::regclass as catalogue, c.oid, c.relowner as owner, c.relnamespace as schema, 'the relation ' || c.oid::regclass as name
        from pg_class c where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
      union all
      select 'pg_proc'::regclass, p.oid, p.proowner, p.pronamespace, 'the function ' || p.oid::regproc from pg_proc p
      union all
      select 'pg_namespace'::regclass, n.oid, n.nspowner, n.oid, 'the schema ' || n.nspname from pg_namespace n where n.nspname <> 'public'
    )
    select name from theirs join pg_namespace n on n.oid = theirs.schema
    where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
      and pg_get_userbyid(theirs.owner) <> 'app_owner'
      and not exists (select from pg_depend d where d.classid = theirs.catalogue and d.objid = theirs.oid and d.deptype = 'e')
    order by name limit 1`);
  return rows[0]?.name;
}
