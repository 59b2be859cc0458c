// A real HTTP server with accounts in the test's own process, so that what it sends to PostgreSQL and what it hashes can be counted.
import type pg from "pg";
import { createAccounts } from "../../src/accounts/accounts.ts";
import type { Passwords } from "../../src/accounts/passwords.ts";
import { createPool } from "../../src/database/pool.ts";
import { createVerifier } from "../../src/identity/verifier.ts";
import { createFingerprint } from "../../src/server/fingerprint.ts";
import { createRateLimits } from "../../src/server/rate_limits.ts";
import { readHttpSettings } from "../../src/server/settings.ts";
import { openServer } from "../../src/server.ts";
import type { TestDatabase } from "../support/database.ts";
import { testSecret } from "../support/template.ts";

export interface CountingServer {
  url: string;
  /** The statements sent, and how many passwords were hashed, since it was asked last. */
  taken(): { statements: string[]; hashes: number };
  stop(): Promise<void>;
}

/** Starts it. passwords: what hashes. */
export async function startCounting(database: TestDatabase, passwords: Passwords): Promise<CountingServer> {
  const [statements, counts] = [[] as string[], { hashes: 0 }];
  const pool = createPool(database.serverUrl, 10);
  pool.on("connect", (client) => {
    const query = client.query.bind(client) as (...values: unknown[]) => unknown;
    client.query = ((...values: [string | { text: string }]) => {
      statements.push(typeof values[0] === "string" ? values[0] : values[0].text);
      return query(...values);
    }) as pg.PoolClient["query"];
  });
  const counting: Passwords = {
    ...passwords,
    hash: async (password) => {
      counts.hashes += 1;
      return passwords.hash(password);
    },
    verify: async (password, hash) => {
      counts.hashes += 1;
      return passwords.verify(password, hash);
    },
  };
  const accounts = await createAccounts(pool, testSecret, counting);
  const http = readHttpSettings({}, false);
  const fingerprint = createFingerprint(testSecret);
  const server = await openServer({ host: "127.0.0.1", port: 0, http }, fingerprint);
  await server.serve({
    pool,
    verifyToken: createVerifier([accounts.issuer]),
    limits: createRateLimits(http, fingerprint),
    accounts,
    isMigrated: () => Promise.resolve(true),
    addGraphQL: () => Promise.resolve({ release: () => Promise.resolve() }),
  });
  return {
    url: server.url,
    taken() {
      const taken = { statements: statements.splice(0), hashes: counts.hashes };
      counts.hashes = 0;
      return taken;
    },
    stop: () => server.stop(),
  };
}
