// Bounds what one connection may take: time, bytes and silence; and how many there may be.
import { randomUUID } from "node:crypto";
import { createServer, type RequestListener, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { log } from "../log.ts";
import { errorCode } from "../user_error.ts";

export interface ConnectionLimits {
  /** From the first byte of a request to the last of its headers, and of its body. */
  readonly headersMs: number;
  readonly requestMs: number;
  /** Between two requests. */
  readonly keepAliveMs: number;
  /** Without a byte in either direction; more than any answer takes, an operator's of 60 s too. */
  readonly silenceMs: number;
  /** Without a byte taken by the client once its answer is complete. */
  readonly unreadMs: number;
  /** How often the first two are looked at. */
  readonly lookMs: number;
  readonly headerBytesMax: number;
}

export const usualLimits: ConnectionLimits = {
  headersMs: 10_000,
  requestMs: 30_000,
  keepAliveMs: 65_000,
  silenceMs: 90_000,
  unreadMs: 20_000,
  lookMs: 1_000,
  headerBytesMax: 16_384,
};

const dropsQuietMs = 10_000;

/** Makes the server, which does not listen yet. */
export function createBoundedServer(app: RequestListener, connectionsMax: number, limits: ConnectionLimits): Server {
  const server = createServer({
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    keepAliveTimeout: limits.keepAliveMs,
    connectionsCheckingInterval: limits.lookMs,
    maxHeaderSize: limits.headerBytesMax,
  });
  server.setTimeout(limits.silenceMs);
  server.maxConnections = connectionsMax;
  server.maxHeadersCount = 0; // their size is bounded; beyond a count they would be dropped silently, Authorization too
  const answering = new WeakMap<Socket, ServerResponse>();
  server.on("request", (request, response) => {
    answering.set(request.socket, response);
    response.once("prefinish", () => response.socket?.setTimeout(limits.unreadMs));
  });
  server.on("request", app);
  server.on("clientError", (error, socket: Socket) => {
    const isHalfAnswered = answering.get(socket)?.writableFinished === false && answering.get(socket)?.headersSent;
    if (errorCode(error) === "ECONNRESET" || isHalfAnswered || !socket.writable) socket.destroy();
    else refuseConnection(error, socket);
  });
  server.on("drop", tellOfDrops(connectionsMax));
  return server;
}

// Whoever makes so many connections must not fill the log too.
function tellOfDrops(connectionsMax: number): () => void {
  let [quietUntil, drops] = [0, 0];
  return () => {
    drops++;
    if (Date.now() < quietUntil) return;
    log.warn({ connectionsMax, drops }, "connections were refused: there are too many");
    [quietUntil, drops] = [Date.now() + dropsQuietMs, 0];
  };
}

// What comes cannot be read, or not to its end: whatever was asked with it is not answered.
function refuseConnection(error: Error, socket: Socket): void {
  const { status, code, message } = refusals[errorCode(error) ?? ""] ?? notHttp;
  const requestId = randomUUID();
  log.info({ requestId, status: Number.parseInt(status, 10), codes: [code] }, "request that cannot be read");
  const body = JSON.stringify({ errors: [{ message, extensions: { code, requestId } }] });
  const headers = `Content-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nX-Request-Id: ${requestId}`;
  socket.end(`HTTP/1.1 ${status}\r\n${headers}\r\nConnection: close\r\n\r\n${body}`, () => socket.destroySoon());
}

const notHttp = { status: "400 Bad Request", code: "BAD_REQUEST", message: "This is no HTTP request: correct its form." };
const refusals: Readonly<Record<string, typeof notHttp>> = {
  HPE_HEADER_OVERFLOW: {
    status: "431 Request Header Fields Too Large",
    code: "TOO_LARGE",
    message: "The headers are too long: send less.",
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: "408 Request Timeout",
    code: "TOO_SLOW",
    message: "The request did not arrive in time: send it again, faster.",
  },
};
