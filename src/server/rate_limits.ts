// Bounds the requests of one caller a minute, over all servers: a user's by the token, all others' by address.
import type { Request, RequestHandler, Response } from "express";
import type pg from "pg";
import { createCounter, type Counter } from "./counter.ts";
import type { Fingerprint } from "./fingerprint.ts";
import { networkOf } from "./network.ts";
import { refuse } from "./refuse.ts";
import type { HttpSettings } from "./settings.ts";

export interface RateLimits {
  /** For /graphql, before `authenticate`: counts who brings no token at all, by address. Costs no signature, reads no body. */
  readonly limitStrangers: RequestHandler;
  /** For /graphql, after `authenticate`: counts a user, and by address whoever is nobody and was not counted before. */
  readonly limitUsers: RequestHandler;
  /**
   * Counts one more against the caller's address, whoever it is. As a handler it limits a route by address alone.
   * Calls `next` when the request may go on; otherwise it has been answered.
   */
  readonly limitAddress: RequestHandler;
  /** Ends the store. */
  release(): Promise<void>;
}

/**
 * @param settings requests a minute; 0 is any number
 * @param store a pool that logs in as app_server; without one each server counts alone
 */
export function createRateLimits(
  settings: Pick<HttpSettings, "requestsPerUser" | "requestsPerAddress">,
  fingerprint: Fingerprint,
  store?: pg.Pool,
): RateLimits {
  const users = settings.requestsPerUser ? createCounter("user", settings.requestsPerUser, store) : undefined;
  const addresses = settings.requestsPerAddress ? createCounter("address", settings.requestsPerAddress, store) : undefined;
  const counted = new WeakSet<Request>();
  const limitAddress: RequestHandler = async (request, response, next) => {
    if (counted.has(request)) return next();
    counted.add(request);
    if (!addresses || (await mayPass(addresses, fingerprint(addressOf(request)), response))) next();
  };
  return {
    release: async () => store?.end(),
    limitAddress,
    limitStrangers: (request, response, next) =>
      request.headers.authorization ? next() : limitAddress(request, response, next),
    limitUsers: async (request, response, next) => {
      const { identity } = request;
      if (!identity) await limitAddress(request, response, next);
      else if (!users || (await mayPass(users, fingerprint.of(identity), response))) next();
    },
  };
}

async function mayPass(counter: Counter, caller: string, response: Response): Promise<boolean> {
  const { count, msLeft } = await counter.count(caller);
  const secondsLeft = Math.max(1, Math.ceil(msLeft / 1000));
  response.setHeader("RateLimit-Limit", counter.max);
  response.setHeader("RateLimit-Remaining", Math.max(0, counter.max - count));
  response.setHeader("RateLimit-Reset", secondsLeft);
  if (count <= counter.max) return true;
  response.setHeader("Retry-After", secondsLeft);
  // What was sent is let go unread, so that the answer is not lost with the connection; but not without end.
  if (response.req.headers["transfer-encoding"] !== undefined) response.setHeader("Connection", "close");
  refuse(response, 429, "RATE_LIMITED", `These are more than ${counter.max} requests in a minute: try again in ${secondsLeft} s.`);
  return false;
}

function addressOf(request: Request): string {
  return networkOf(request.ip ?? "");
}
