// From a prepared database to a server that answers: what each process that serves does, alone or as one of several.
import type { Pool } from "pg";
import type { Accounts } from "./accounts/accounts.ts";
import type { Config } from "./config.ts";
import { refuseMightyLogin } from "./database/login.ts";
import { createCountPool, createPool } from "./database/pool.ts";
import { migratedCheck } from "./database.ts";
import { acceptedIssuers } from "./identity/accepted_issuers.ts";
import { createVerifier } from "./identity/verifier.ts";
import type { Fingerprint } from "./server/fingerprint.ts";
import { createRateLimits } from "./server/rate_limits.ts";
import type { HttpServer } from "./server.ts";
import type { Release } from "./stopping.ts";

export interface Serving {
  readonly http: HttpServer;
  readonly fingerprint: Fingerprint;
  /** For the pool: logs in as app_server. */
  readonly serverUrl: string;
  readonly poolSize: number;
}

/** Builds the GraphQL API and begins to answer. held: the server is the last that was had; the pool is let go after it. */
export async function serveRequests(config: Config, { http, fingerprint, serverUrl, poolSize }: Serving, held: Release[]): Promise<void> {
  const { addGraphQL } = await import("./graphql/add_graphql.ts");
  const pool = createPool(serverUrl, poolSize);
  // Whoever is being answered may still need a connection.
  held.splice(-1, 0, async () => pool.ended || pool.end());
  await refuseMightyLogin(pool);
  const accounts = config.hasAccounts ? await startAccounts(pool, config) : undefined;
  await http.serve({
    pool,
    verifyToken: createVerifier([...(await acceptedIssuers(config)), ...(accounts ? [accounts.issuer] : [])]),
    ...(accounts && { accounts }),
    addGraphQL: (app, server, itsPool) => addGraphQL(app, server, itsPool, config),
    isMigrated: await migratedCheck(pool),
    limits: createRateLimits(config.http, fingerprint, createCountPool(serverUrl)),
  });
}

async function startAccounts(pool: Pool, { tokenSecret, http }: Config): Promise<Accounts> {
  const { createAccounts } = await import("./accounts/accounts.ts");
  const { createPasswords } = await import("./accounts/passwords.ts");
  return createAccounts(pool, tokenSecret, createPasswords(undefined, http.workers));
}
