// Counts the requests of each caller in a minute: in memory while they are few, in PostgreSQL for all servers together once they are not.
import type pg from "pg";
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { log } from "../log.ts";

export interface Counter {
  readonly max: number;
  /** Counts one more. Returns how many there were in this minute, and when it ends; never throws. */
  count(caller: string): Promise<{ count: number; msLeft: number }>;
}

const seconds = 60;
// What a server lets pass before it asks the others. Of N servers a caller gets at most (1 + (N - 1) / 4) of the limit.
const shareOfOne = 1 / 4;
const askAgainAfterMs = 1_000;

/**
 * @param name keeps it apart from other counters
 * @param max what the caller may have; from the next one on nobody asks PostgreSQL again within the minute
 * @param store a pool that logs in as app_server; without one this server counts alone
 */
export function createCounter(name: string, max: number, store?: pg.Pool): Counter {
  const here = new RateLimiterMemory({ points: Number.MAX_SAFE_INTEGER, duration: seconds });
  const everywhere = store && countsOfAll(name, max, store);
  const share = Math.floor(max * shareOfOne);
  let askAgainAt = 0;
  return {
    max,
    async count(caller) {
      const mine = await here.consume(caller);
      const alone = { count: mine.consumedPoints, msLeft: mine.msBeforeNext };
      // Beyond the limit here nobody need be asked; and of those that are asked about at once none takes another's place.
      if (!everywhere || alone.count <= share || alone.count > max || Date.now() < askAgainAt) return alone;
      try {
        // The first time all that were counted here are told, so that what was free on one server is not free for ever.
        const all = await everywhere.consume(caller, alone.count === share + 1 ? alone.count : 1);
        return { count: all.consumedPoints, msLeft: all.msBeforeNext };
      } catch (error) {
        if (error instanceof RateLimiterRes) return { count: max + 1, msLeft: error.msBeforeNext };
        if (Date.now() >= askAgainAt) log.warn({ error }, "requests are counted by each server alone: PostgreSQL does not count them");
        askAgainAt = Date.now() + askAgainAfterMs;
        return alone;
      }
    },
  };
}

function countsOfAll(name: string, max: number, store: pg.Pool): RateLimiterPostgres {
  return new RateLimiterPostgres({
    storeClient: store,
    storeType: "pool",
    schemaName: "app_private",
    tableName: "request_counts",
    tableCreated: true,
    clearExpiredByTimeout: true,
    keyPrefix: name,
    points: max,
    duration: seconds,
    inMemoryBlockOnConsumed: max + 1,
  });
}
