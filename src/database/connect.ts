// Opens administrators' connections, and turns every way in which that fails into one line that says what to do.
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { errorCode, errorMessage, UserError } from "../user_error.ts";

const connectTimeoutMs = 5_000;
const startingUpSecondsMax = 30;
const oldestVersion = 15;

/**
 * Connects, waiting while the server says that it is starting.
 * @param connectionString names user and database
 * @throws UserError when that is impossible, or the server is too old; a missing database stays an error with code 3D000
 */
export async function connect(connectionString: string, applicationName: string): Promise<pg.Client> {
  const deadline = Date.now() + startingUpSecondsMax * 1000;
  for (;;) {
    const client = new pg.Client({
      connectionString,
      application_name: applicationName,
      connectionTimeoutMillis: connectTimeoutMs,
    });
    client.on("error", () => undefined); // the query that fails with it says so
    try {
      await client.connect();
      await refuseOldVersion(client);
      return client;
    } catch (error) {
      await client.end().catch(() => undefined);
      if (errorCode(error) === "57P03" && Date.now() < deadline) await sleep(200);
      else if (error instanceof UserError || errorCode(error) === "3D000") throw error;
      else throw new UserError(explain(error, client));
    }
  }
}

/** Takes a connection string, returns it for another database of the same server. */
export function withDatabase(connectionString: string, database: string): string {
  const url = new URL(connectionString);
  url.pathname = `/${encodeURIComponent(database)}`;
  return url.href;
}

/** Takes a connection string, returns it with more of PostgreSQL's command-line options, which win over those it had. */
export function withOptions(connectionString: string, options: string): string {
  const url = new URL(connectionString);
  url.searchParams.set("options", `${url.searchParams.get("options") ?? ""} ${options}`.trim());
  url.search = url.search.replaceAll("+", "%20"); // a space, where libpq and pg agree
  return url.href;
}

/** The name of the database in a connection string. */
export function databaseOf(connectionString: string): string {
  return decodeURIComponent(new URL(connectionString).pathname.slice(1));
}

async function refuseOldVersion(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ number: number; name: string }>(
    `select current_setting('server_version_num')::int as number, current_setting('server_version') as name`,
  );
  const version = rows[0];
  if (!version || version.number < oldestVersion * 10_000)
    throw new UserError(
      `PostgreSQL ${version?.name} at ${client.host}:${client.port} is too old: use ${oldestVersion} or later.`,
    );
}

function explain(error: unknown, client: pg.Client): string {
  const place = `${client.host}:${client.port}`;
  const code = errorCode(error);
  if (code === "28P01" || code === "28000" || /password must be/.test(errorMessage(error)))
    return `PostgreSQL at ${place} refuses to log in "${client.user}" (${errorMessage(error)}): correct user and password in DATABASE_URL.`;
  if (code === "53300") return `PostgreSQL at ${place} has no connection left: close some, or raise max_connections.`;
  if (code && /^[0-9A-Z]{5}$/.test(code) && !code.startsWith("E"))
    return `PostgreSQL at ${place} refuses the connection (${errorMessage(error)}): correct that, or DATABASE_URL.`;
  return `PostgreSQL at ${place} cannot be reached (${code ?? errorMessage(error)}): start it, or correct DATABASE_URL.`;
}
