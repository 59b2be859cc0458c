// The server's connections to PostgreSQL: bounded, impatient, and no reason to end the process when one breaks.
import pg from "pg";
import { log } from "../log.ts";
import { withOptions } from "./connect.ts";

// The rules lock a row and then decide by what they read; whoever configured PostgreSQL may have had something else in mind.
// A request says itself how long its statements may take; the timeout is for what is asked beside.
// And every session has the search path that our functions set: where it changes in a statement, PostgreSQL plans anew all that it runs.
// Statements of milliseconds are not worth optimising compiled code for.
/** What every session of the server is started with. */
export const sessionOptions = [
  "-c default_transaction_isolation=read\\ committed -c idle_in_transaction_session_timeout=15s -c statement_timeout=10s",
  "-c search_path=pg_catalog,pg_temp -c datestyle=ISO -c jit_optimize_above_cost=-1 -c plan_cache_mode=force_generic_plan",
].join(" ");

/** How many connections the pool has by which requests are counted. */
export const countPoolSize = 2;

/** Makes the pool; it connects when it is first used. Who waits for a connection longer than 10 s gets an error: longer than anybody waits for a lock. */
export function createPool(connectionString: string, connectionsMax: number): pg.Pool {
  return patient({
    connectionString: withOptions(connectionString, sessionOptions),
    application_name: "stateful-engagement-backend",
    max: connectionsMax,
    connectionTimeoutMillis: 10_000, // for ever by default
    idleTimeoutMillis: 30_000,
    keepAlive: true,
  });
}

/** Makes the pool by which requests are counted: its own, so that who is refused takes no connection from the others, and in no time or not at all. */
export function createCountPool(connectionString: string): pg.Pool {
  return patient({
    connectionString: withOptions(connectionString, `${sessionOptions} -c statement_timeout=500ms`),
    application_name: "stateful-engagement-backend: counts requests",
    max: countPoolSize,
    connectionTimeoutMillis: 500,
    query_timeout: 500,
    idleTimeoutMillis: 30_000,
  });
}

function patient(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool(config);
  // The pool listens only to idle clients; an error that nobody listens to would end the process.
  pool.on("connect", (client) => void client.on("error", () => undefined));
  pool.on("error", (error) => log.warn({ error }, "PostgreSQL closed an idle connection"));
  return pool;
}
