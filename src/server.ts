// The HTTP server around GraphQL: it takes the port, says whether it is alive and ready, lets in who is who, and leaves without hanging up.
import express from "express";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import type pg from "pg";
import type { Config } from "./config.ts";
import type { Accounts } from "./accounts/accounts.ts";
import { errorCode, errorMessage, UserError } from "./user_error.ts";
import { type ConnectionLimits, createBoundedServer, usualLimits } from "./server/connections.ts";
import type { Fingerprint } from "./server/fingerprint.ts";
import { allowOrigins, setHeaders } from "./server/headers.ts";
import { authenticate, chooseMediaType, handleError, limitBody, notFound, requireLiveSession } from "./server/middleware.ts";
import type { VerifyToken } from "./identity/identity.ts";
import type { RateLimits } from "./server/rate_limits.ts";
import { refuse } from "./server/refuse.ts";
import { identifyRequest } from "./server/request_id.ts";
import { logRequests } from "./server/request_log.ts";

/** What src/graphql/ does to the app: adds its routes, and later lets go of what it holds. */
export type AddGraphQL = (app: express.Express, server: Server, pool: pg.Pool) => Promise<{ release(): Promise<void> }>;

export interface Service {
  readonly pool: pg.Pool;
  readonly verifyToken: VerifyToken;
  readonly addGraphQL: AddGraphQL;
  readonly limits: RateLimits;
  /** Our own accounts, where there are any. */
  readonly accounts?: Pick<Accounts, "routes" | "isSessionLive">;
  /** Whether the database has our last migration; throws when it does not answer. */
  isMigrated(): Promise<boolean>;
}

export interface HttpServer {
  /** The address with the port that was had, without a slash at the end. */
  readonly url: string;
  /** Begins to answer more than `/healthz`. */
  serve(service: Service): Promise<void>;
  /** Answers what it has begun, at most for 10 s, then closes connections and pool. */
  stop(): Promise<void>;
}

const drainMsMax = 10_000;
const readinessMsMax = 2_000;

/**
 * Takes the port at once, so that a port in use is known before anything else is started.
 * @param limits of a connection, other than usual ones for a test that cannot wait
 * @throws UserError when the port or the host cannot be had
 */
export async function openServer(
  { host, port, http }: Pick<Config, "host" | "port" | "http">,
  fingerprint: Fingerprint,
  limits: Partial<ConnectionLimits> = {},
): Promise<HttpServer> {
  const app = express().disable("x-powered-by").set("etag", false).set("trust proxy", http.trustedProxies);
  const server = createBoundedServer(app, http.connectionsMax, { ...usualLimits, ...limits });
  let service: Service | undefined;
  let graphql: { release(): Promise<void> } | undefined;
  let isLeaving = false;

  app.use((_request, response, next) => {
    if (isLeaving) response.set("Connection", "close");
    next();
  });
  app.use(identifyRequest, logRequests(fingerprint), setHeaders());
  app.get("/healthz", (_request, response) => void response.json({ status: "alive" }));
  app.get("/readyz", async (_request, response) => {
    const reason = isLeaving ? "stopping" : await whyNotReady(graphql && service);
    response.status(reason ? 503 : 200).json(reason ? { status: "not ready", reason } : { status: "ready" });
  });
  app.use(allowOrigins(http.corsOrigins), (_request, response, next) => {
    if (graphql) return next();
    response.set("Retry-After", "1");
    refuse(response, 503, "STARTING", "The server is starting: try again in a second.");
  });

  await listen(server, host, port);
  return {
    url: addressOf(server, host),
    async serve(given) {
      service = given;
      const { limitStrangers, limitAddress, limitUsers } = given.limits;
      const whoIsCalling = authenticate(given.verifyToken, limitAddress);
      const onlyLive = requireLiveSession(given.accounts?.isSessionLive);
      app.use(limitBody);
      // Before it: who refreshes or logs in may still send a token that has expired.
      if (given.accounts) app.use("/auth", limitAddress, given.accounts.routes([whoIsCalling, limitUsers, onlyLive]));
      app.use("/graphql", chooseMediaType, limitStrangers, whoIsCalling, limitUsers, onlyLive);
      graphql = await given.addGraphQL(app, server, given.pool);
      app.use(notFound, handleError);
    },
    async stop() {
      isLeaving = true;
      const closed = new Promise<void>((done) => void server.close(() => done()));
      const idle = setInterval(() => server.closeIdleConnections(), 50); // as the last answers end
      const deadline = setTimeout(() => server.closeAllConnections(), drainMsMax);
      await closed;
      clearInterval(idle);
      clearTimeout(deadline);
      await graphql?.release();
      await service?.limits.release();
      if (service && !service.pool.ended) await service.pool.end();
    },
  };
}

async function whyNotReady(service: Service | undefined): Promise<string | undefined> {
  if (!service) return "starting";
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((done) => {
    timer = setTimeout(() => done("the database does not answer"), readinessMsMax);
  });
  try {
    const check = service.isMigrated().then((isMigrated) => (isMigrated ? undefined : "the database is not migrated"));
    return await Promise.race([check, late]);
  } catch {
    return "the database does not answer";
  } finally {
    clearTimeout(timer);
  }
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((done, fail) => {
    server.once("error", (error) => {
      const code = errorCode(error);
      if (code === "EADDRINUSE")
        fail(
          new UserError(
            `Port ${port} of ${host} is in use: stop what uses it, or set PORT to another one (0 for any).`,
          ),
        );
      else if (code === "EACCES")
        fail(new UserError(`Port ${port} may not be used without more rights: set PORT to 1024 or above.`));
      else
        fail(
          new UserError(
            `HOST ${host} cannot be used (${errorMessage(error)}): set it to an address of this machine, such as 127.0.0.1.`,
          ),
        );
    });
    server.listen(port, host, done);
  });
}

function addressOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo;
  const reachable = host === "0.0.0.0" || host === "::" ? "localhost" : host.includes(":") ? `[${host}]` : host;
  return `http://${reachable}:${port}`;
}
