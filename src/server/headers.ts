// What browsers are told of every answer: that it is data, nobody else's, and not to be kept.
import cors from "cors";
import type { Request, RequestHandler } from "express";
import helmet from "helmet";
import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";

const idePaths = /^\/(graphiql\/?$|ruru-static\/)/;
const preflightSeconds = 600;

/** Sets them. GraphiQL alone may run scripts: ours. */
export function setHeaders(): RequestHandler {
  const data = withPolicy({ defaultSrc: ["'none'"], frameAncestors: ["'none'"] });
  const ide = withPolicy({
    defaultSrc: ["'none'"],
    // Its page has inline scripts and styles, and its editor workers, fonts and pictures of its own.
    scriptSrc: ["'self'", "'unsafe-inline'"],
    styleSrc: ["'self'", "'unsafe-inline'"],
    fontSrc: ["'self'", "data:"],
    imgSrc: ["'self'", "data:"],
    workerSrc: ["'self'", "blob:"],
    connectSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  });
  const tls = helmet.strictTransportSecurity({ maxAge: 180 * 24 * 60 * 60, includeSubDomains: false });
  return (request, response, next) => {
    response.setHeader("Cache-Control", "no-store");
    for (const [name, value] of isForIde(request) ? ide : data) response.setHeader(name, value);
    // Only then is it known that this name is served with TLS; without a trusted proxy that is never.
    if (request.secure) tls(request, response, next);
    else next();
  };
}

/** Lets pages of these origins call us. Without one there is nothing to let, and no preflight is answered. */
export function allowOrigins(origins: readonly string[]): RequestHandler {
  if (origins.length === 0) return (_request, _response, next) => next();
  return cors({
    origin: [...origins],
    methods: ["GET", "POST"],
    allowedHeaders: ["Authorization", "Content-Type", "X-Request-Id"],
    exposedHeaders: ["X-Request-Id", "Retry-After", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"],
    credentials: false, // who calls is in the Authorization header; no cookie means anything to us
    maxAge: preflightSeconds,
  });
}

// A browser that opens /graphql gets GraphiQL too.
function isForIde({ method, path, headers }: Request): boolean {
  if (method !== "GET") return false;
  return idePaths.test(path) || (path === "/graphql" && headers.accept?.includes("text/html") === true);
}

// What helmet sets is the same for every answer: it is asked once, and would else put it together each time.
function withPolicy(directives: Record<string, string[]>): [string, string][] {
  const headers: [string, string][] = [];
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  response.setHeader = (name, value) => (headers.push([name, String(value)]), response);
  const set = helmet({
    contentSecurityPolicy: { useDefaults: false, directives },
    crossOriginEmbedderPolicy: false,
    strictTransportSecurity: false,
    xFrameOptions: { action: "deny" },
    // Of documents, of browsers and plug-ins that are gone, or nothing here.
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
    xDnsPrefetchControl: false,
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
    xPoweredBy: false,
    xXssProtection: false,
  });
  set(response.req, response, (error?: unknown) => {
    if (error) throw new Error("helmet cannot say what to set", { cause: error });
  });
  return headers;
}
