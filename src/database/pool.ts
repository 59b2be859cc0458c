// The server's connections to PostgreSQL: bounded, impatient, and no reason to end the process when one breaks.
import pg from "pg";

const connectionsMax = 20;

/** Makes the pool; it connects when it is first used. */
export function createPool(connectionString: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    application_name: "stateful-engagement-backend",
    max: connectionsMax,
    connectionTimeoutMillis: 5_000, // for ever by default
    idleTimeoutMillis: 30_000,
  });
  // The pool listens only to idle clients; an error that nobody listens to would end the process.
  pool.on("connect", (client) => void client.on("error", () => undefined));
  pool.on("error", (error) => console.error(`PostgreSQL closed an idle connection: ${error.message}`));
  return pool;
}
