// The server's connections to PostgreSQL: bounded, impatient, and no reason to end the process when one breaks.
import pg from "pg";
import { withOptions } from "./connect.ts";

const connectionsMax = 20;
// The rules lock a row and then decide by what they read; whoever configured PostgreSQL may have had something else in mind.
// And every session has the search path that our functions set: where it changes in a statement, PostgreSQL plans anew all that it runs.
// Statements of milliseconds are not worth optimising compiled code for.
const settings = [
  "-c default_transaction_isolation=read\\ committed -c idle_in_transaction_session_timeout=15s",
  "-c search_path=pg_catalog,pg_temp -c datestyle=ISO -c jit_optimize_above_cost=-1",
].join(" ");

/** Makes the pool; it connects when it is first used. */
export function createPool(connectionString: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString: withOptions(connectionString, settings),
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
