// One line for each request: enough to find a failure and its cause, and nothing that the client sent.
import type { Request, RequestHandler } from "express";
import { log } from "../log.ts";
import type { Fingerprint } from "./fingerprint.ts";

declare global {
  namespace Express {
    interface Request {
      /** Names of the schema's root fields that the operation asks for. */
      rootFields?: readonly string[];
    }
  }
}

/** What a path is logged as: any other may be anything, a secret pasted by mistake too. */
const paths: ReadonlySet<string> = new Set([
  "/graphql",
  "/graphiql",
  "/healthz",
  "/readyz",
  ...["register", "log-in", "refresh", "log-out", "password"].map((command) => `/auth/${command}`),
]);
const prefixes = ["/ruru-static/"] as const;
const probes: ReadonlySet<string> = new Set(["/healthz", "/readyz"]);

/** Logs each request once it has been answered or given up. */
export function logRequests(fingerprint: Fingerprint): RequestHandler {
  return (request, response, next) => {
    const begin = performance.now();
    const path = pathOf(request);
    response.once("close", () => {
      const level = levelOf(request, path, response.statusCode);
      if (!log.isLevelEnabled(level)) return;
      const { identity, requestId, rootFields, errorCodes } = request;
      log[level](
        {
          requestId,
          method: request.method,
          path,
          status: response.statusCode,
          ms: Math.round((performance.now() - begin) * 100) / 100,
          caller: identity ? fingerprint.of(identity) : undefined,
          fields: rootFields,
          codes: errorCodes,
          gaveUp: response.writableFinished ? undefined : true,
        },
        "request",
      );
    });
    next();
  };
}

function pathOf({ path }: Request): string {
  return paths.has(path) ? path : (prefixes.find((prefix) => path.startsWith(prefix)) ?? "(other)");
}

function levelOf({ errorCodes }: Request, path: string, status: number): "debug" | "info" | "error" {
  if (probes.has(path)) return "debug";
  return status >= 500 && !errorCodes?.includes("STARTING") ? "error" : "info";
}
