// Lets no user have all connections at once: commands of one user wait for each other in PostgreSQL, and each that waits there holds a connection.
import { LRUCache } from "lru-cache";
import pLimit, { type LimitFunction } from "p-limit";
import type pg from "pg";
import type { WithPgClient } from "postgraphile/@dataplan/pg";

// Of a pool.
const share = 1 / 2;
// Whoever is forgotten while they wait has their share anew.
const usersMax = 10_000;

/**
 * Makes what PostGraphile asks for each statement of a request: each user, whatever their token, has at most half of the pool's
 * connections at once (or its only one), and waits for them no longer than for a connection.
 */
export function fairShare({ options }: pg.Pool, withPgClient: WithPgClient): WithPgClient {
  const atOnceMax = Math.max(1, Math.floor(options.max * share));
  const waitMsMax = options.connectionTimeoutMillis;
  const limits = new LRUCache<string, LimitFunction>({ max: usersMax });
  return (settings, callback) => {
    const { "app.issuer": issuer, "app.subject": subject } = settings ?? {};
    // Strangers may change nothing, so they have no row to wait for; nor are they one user.
    if (!issuer || !subject) return withPgClient(settings, callback);
    const user = JSON.stringify([issuer, subject]);
    let limit = limits.get(user);
    if (!limit) limits.set(user, (limit = pLimit(atOnceMax)));
    if (limit.activeCount < atOnceMax || !waitMsMax) return limit(() => withPgClient(settings, callback));
    const refused = Promise.withResolvers<never>();
    let isRefused = false;
    const deadline = setTimeout(() => {
      isRefused = true;
      refused.reject(new TooManyAtOnceError());
    }, waitMsMax);
    const answer = limit(async () => {
      clearTimeout(deadline);
      return isRefused ? refused.promise : withPgClient(settings, callback);
    });
    return Promise.race([answer, refused.promise]);
  };
}

/** Their own requests have kept a user waiting; nobody else's fault, and the database is there. */
export class TooManyAtOnceError extends Error {
  constructor() {
    super("the user's other requests have taken too long");
  }
}
