// Finds the database for commands that only read it, where the server finds it; whatever is missing there is told and not made.
import { embeddedDatabaseName, readDatabaseConfig, withoutPassword } from "../config.ts";
import { connect, databaseOf, withDatabase, withOptions } from "../database/connect.ts";
import { requireMigrated } from "../database/migrations.ts";
import { hasEmbeddedPostgres, startEmbeddedPostgres } from "../embedded_postgres.ts";
import { errorCode, UserError } from "../user_error.ts";

export interface ReadDatabase {
  /** For connections that read as app_owner, and cannot write. */
  readonly url: string;
  /** Where it is, for whoever watches. */
  readonly place: string;
  /** Aborted by a signal, with what is then to be thrown. */
  readonly signal: AbortSignal;
}

const applicationName = "stateful-engagement-backend: looks at the database";
// Not the compilation of plans, which takes longer than the plans themselves.
const readOnly =
  "-c role=app_owner -c default_transaction_read_only=on -c search_path=pg_catalog,pg_temp -c statement_timeout=0 -c jit=off";

/**
 * Calls back with the database of `DATABASE_URL`, or the embedded one, which is started if it does not run, and then stopped again.
 * @throws UserError when it is not there, or its last migration is not ours
 */
export async function withReadDatabase(use: (database: ReadDatabase) => Promise<void>): Promise<void> {
  const { databaseUrl, dataDir } = readDatabaseConfig();
  const stopping = new AbortController();
  const stop = (name: NodeJS.Signals) => stopping.abort(new UserError(`${name}: stopped before the end.`));
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(name, stop);
  if (databaseUrl) return await callBack(databaseUrl, withoutPassword(databaseUrl), stopping.signal, use);

  if (!hasEmbeddedPostgres(dataDir))
    throw new UserError(`There is no database in ${dataDir}: set DATABASE_URL or DATA_DIR, or run npm start first.`);
  const postgres = await startEmbeddedPostgres({ dataDir });
  try {
    const adminUrl = withDatabase(postgres.adminUrl, embeddedDatabaseName);
    await callBack(adminUrl, `the embedded PostgreSQL in ${dataDir}`, stopping.signal, use);
  } finally {
    if (postgres.started === "reused") await postgres.leave();
    else await postgres.stop();
  }
}

/** Takes an administrator's connection string, returns one that reads as app_owner, and cannot write. */
export function readerUrl(adminUrl: string): string {
  return withOptions(adminUrl, readOnly);
}

async function callBack(
  adminUrl: string,
  place: string,
  signal: AbortSignal,
  use: (database: ReadDatabase) => Promise<void>,
): Promise<void> {
  await requireOurs(adminUrl, place);
  await use({ url: readerUrl(adminUrl), place, signal });
}

async function requireOurs(adminUrl: string, place: string): Promise<void> {
  const client = await connect(adminUrl, applicationName).catch((error: unknown) => {
    throw errorCode(error) === "3D000"
      ? new UserError(`There is no database "${databaseOf(adminUrl)}" at ${place}: correct DATABASE_URL, or start the server on it first.`)
      : error;
  });
  try {
    await requireMigrated(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
