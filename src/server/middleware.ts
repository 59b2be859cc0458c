// What every request passes before and after GraphQL; each refusal is JSON in GraphQL's shape and tells nothing about the inside.
import type { ErrorRequestHandler, Request, RequestHandler, Response } from "express";
import { isOutage } from "../database/outage.ts";
import { CannotVerifyNow, type Identity, type VerifyToken } from "../identity/identity.ts";
import { log } from "../log.ts";
import { refuse } from "./refuse.ts";

declare global {
  namespace Express {
    interface Request {
      /** Who is calling; null for nobody in particular. */
      identity?: Identity | null;
    }
  }
}

const statusCodes: Readonly<Record<number, string>> = {
  405: "METHOD_NOT_ALLOWED",
  406: "NOT_ACCEPTABLE",
  413: "TOO_LARGE",
  415: "UNSUPPORTED_MEDIA_TYPE",
  503: "UNAVAILABLE",
};
// The first is for who does not mind.
const mediaTypes = ["application/graphql-response+json;charset=utf-8", "application/json;charset=utf-8"];
const bodyBytesMax = 100_000;
const tokenCharactersMax = 8_000;

/**
 * Finds out who is calling. Without an Authorization header that is nobody; a bad one is refused, so that nobody is signed out unawares.
 * @param limitAddress counts who sends a bad token, or one that cannot be verified
 */
export function authenticate(verifyToken: VerifyToken, limitAddress: RequestHandler): RequestHandler {
  return async (request, response, next) => {
    const header = request.get("authorization");
    const token = header && /^Bearer +([^\s]+) *$/i.exec(header)?.[1];
    try {
      const identity = token && token.length <= tokenCharactersMax ? await verifyToken(token) : undefined;
      request.identity = identity ?? null;
    } catch (error) {
      if (!(error instanceof CannotVerifyNow)) throw error;
      await limitAddress(request, response, () => refuseForNow(response, 5, "Who you are cannot be verified"));
      return;
    }
    if (header && !request.identity) await limitAddress(request, response, () => refuseToken(response));
    else next();
  };
}

/**
 * Refuses whose session has ended. It asks the database, so it comes after the limits.
 * @param isSessionLive asked for each identity that has a session; without it, such an identity is refused
 */
export function requireLiveSession(
  isSessionLive: (identity: Identity) => Promise<boolean> = () => Promise.resolve(false),
): RequestHandler {
  return async ({ identity }, response, next) => {
    try {
      if (identity?.session !== undefined && !(await isSessionLive(identity))) return refuseToken(response);
    } catch (error) {
      if (!(error instanceof Error && isOutage(error))) throw error;
      log.warn({ error }, "PostgreSQL cannot say whether a session is live");
      return refuseForNow(response, 1, "The database cannot answer");
    }
    next();
  };
}

/** Refuses a body that says it is too long, before reading it. GraphQL's own limit counts those that do not say. */
export const limitBody: RequestHandler = (request, response, next) => {
  if (Number(request.get("content-length") ?? 0) <= bodyBytesMax) return next();
  response.set("Connection", "close");
  refuse(response, 413, "TOO_LARGE", `The request is longer than ${bodyBytesMax} bytes: send less at once.`);
};

/** Leaves of the Accept header what we shall answer with: grafserv stumbles over some that say nothing, or something odd. */
export const chooseMediaType: RequestHandler = (request, response, next) => {
  const { accept } = request.headers;
  if (accept === undefined || mediaTypes.includes(accept)) return next();
  const chosen = request.accepts(request.method === "GET" ? [...mediaTypes, "text/html"] : mediaTypes);
  if (chosen === false) return refuse(response, 406, "NOT_ACCEPTABLE", "We answer with application/json: let the Accept header allow it.");
  request.headers.accept = chosen;
  next();
};

/** Answers for every path that nothing answered for. */
export const notFound: RequestHandler = (_request: Request, response: Response) =>
  refuse(response, 404, "NOT_FOUND", "There is nothing here: the API is at /graphql.");

/** Answers when a handler threw: the log has the error, the client learns only whose fault it was. */
export const handleError: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  const status = clientFault(error);
  if (!status) log.error({ error }, "a handler failed");
  if (response.headersSent) return next(error);
  if (status) refuse(response, status, codeOfStatus(status), "The request cannot be understood.");
  else refuse(response, 500, "INTERNAL", "Something went wrong on our side: try again later.");
};

/** The code of a request that fails as a whole, by its HTTP status. */
export function codeOfStatus(status: number): string {
  return statusCodes[status] ?? (status < 500 ? "BAD_REQUEST" : "INTERNAL");
}

function refuseToken(response: Response): void {
  response.set("WWW-Authenticate", "Bearer");
  const message = "The token is not valid, or it or its session has ended: sign in again, or leave out the Authorization header.";
  refuse(response, 401, "SIGNED_OUT", message);
}

function refuseForNow(response: Response, retryAfterSeconds: number, why: string): void {
  response.set("Retry-After", String(retryAfterSeconds));
  refuse(response, 503, "UNAVAILABLE", `${why} just now: try again in some seconds.`);
}

function clientFault(error: unknown): number | undefined {
  const status = typeof error === "object" && error !== null && "status" in error ? error.status : undefined;
  return typeof status === "number" && status >= 400 && status < 500 ? status : undefined;
}
