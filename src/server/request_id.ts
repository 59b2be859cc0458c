// Gives each request an id, which its answer, its errors and all that is logged meanwhile have in common.
import type { RequestHandler } from "express";
import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";

declare global {
  namespace Express {
    interface Request {
      /** Of the caller, when it was harmless; or a UUID. */
      requestId?: string;
    }
  }
}

// It goes into logs, headers and other programs.
const harmless = /^[A-Za-z0-9._-]{1,64}$/;
const current = new AsyncLocalStorage<string>();

/** Takes the caller's X-Request-Id or makes one, and answers with it. */
export const identifyRequest: RequestHandler = (request, response, next) => {
  const given = request.headers["x-request-id"];
  const id = typeof given === "string" && harmless.test(given) ? given : randomUUID();
  request.requestId = id;
  response.setHeader("X-Request-Id", id);
  current.run(id, next);
};

/** The id of the request that is being answered; undefined outside of one. */
export function currentRequestId(): string | undefined {
  return current.getStore();
}
