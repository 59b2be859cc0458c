/** The HTTP server in this process, with something plain in GraphQL's place, for what need not know about GraphQL. */
import { connect } from "node:net";
import { Pool } from "pg";
import type pg from "pg";
import type { ConnectionLimits } from "../../src/server/connections.ts";
import { createFingerprint } from "../../src/server/fingerprint.ts";
import { createRateLimits } from "../../src/server/rate_limits.ts";
import { readHttpSettings } from "../../src/server/settings.ts";
import { type AddGraphQL, type HttpServer, openServer } from "../../src/server.ts";
import { issueToken, ownIssuer } from "../../src/identity/own_issuer.ts";
import { createVerifier } from "../../src/identity/verifier.ts";
import { testSecret } from "./template.ts";

/** Opens it. settings: as in the environment; store: where requests are counted; its /graphql says who is calling unless told otherwise. */
export async function openHttp({
  settings = {},
  connection = {},
  store,
  addRoutes = (app) => void app.post("/graphql", (request, response) => void response.json({ who: request.identity?.subject ?? null })),
}: {
  settings?: Record<string, string>;
  connection?: Partial<ConnectionLimits>;
  store?: pg.Pool;
  addRoutes?: (app: Parameters<AddGraphQL>[0]) => void;
}): Promise<HttpServer> {
  const http = readHttpSettings(settings, false);
  const fingerprint = createFingerprint(testSecret);
  const server = await openServer({ host: "127.0.0.1", port: 0, http }, fingerprint, connection);
  await server.serve({
    pool: new Pool(), // never connects
    verifyToken: createVerifier([await ownIssuer(testSecret)]),
    limits: createRateLimits(http, fingerprint, store),
    isMigrated: () => Promise.resolve(true),
    addGraphQL: (app) => {
      addRoutes(app);
      return Promise.resolve({ release: () => Promise.resolve() });
    },
  });
  return server;
}

/** The header that makes a request a user's. */
export async function bearer(subject: string): Promise<{ authorization: string }> {
  return { authorization: `Bearer ${await issueToken(testSecret, subject)}` };
}

export interface RawAnswer {
  /** All that the server sent until it closed the connection. */
  text: string;
  ms: number;
}

/** Sends bytes as they are, over a connection of its own. feed: goes on sending, until the server hangs up. */
export function sendRaw(url: string, bytes: string, feed: (send: (more: string) => void) => void = () => undefined): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  const begin = performance.now();
  return new Promise((resolve) => {
    let text = "";
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    socket.on("data", (chunk: Buffer) => (text += chunk.toString("latin1")));
    socket.on("error", () => undefined);
    socket.on("close", () => resolve({ text, ms: performance.now() - begin }));
    feed((more) => void (socket.writable && socket.write(more)));
  });
}
