// The HTTP server without a database: who is let in, what is refused and how, and how it leaves.
import { jest } from "@jest/globals";
import { SignJWT } from "jose";
import pg from "pg";
import { log } from "../../src/log.ts";
import { createFingerprint } from "../../src/server/fingerprint.ts";
import { createRateLimits } from "../../src/server/rate_limits.ts";
import { readHttpSettings } from "../../src/server/settings.ts";
import { type HttpServer, openServer } from "../../src/server.ts";
import { issueToken, ownIssuer } from "../../src/identity/own_issuer.ts";
import { createVerifier } from "../../src/identity/verifier.ts";

const secret = "0123456789abcdef0123456789abcdef";
const fingerprint = createFingerprint(secret);
const listenTo = { host: "127.0.0.1", port: 0, http: readHttpSettings({}, false) };
const database = { answers: true, isMigrated: true };
let server: HttpServer;
let token: string;

beforeAll(async () => {
  token = await issueToken(secret, "alice", { zone: "Europe/Berlin" });
  server = await open();
});
afterAll(() => server.stop());

describe("a bearer token", () => {
  test("says who is calling, and where", async () => {
    const answer = await ask({ Authorization: `Bearer ${token}` });
    expect(await answer.json()).toEqual({
      issuer: "urn:stateful-engagement-backend:development",
      subject: "alice",
      zone: "Europe/Berlin",
      isOperator: false,
    });
  });

  test("says who is an operator", async () => {
    const operators = await issueToken(secret, "olga", { isOperator: true });
    expect(await (await ask({ Authorization: `Bearer ${operators}` })).json()).toMatchObject({ isOperator: true });
  });

  test("that is missing means nobody in particular", async () => expect(await (await ask({})).json()).toBeNull());

  test.each([
    ["is garbage", () => "garbage"],
    ["is signed with another secret", () => issueToken(`${secret}!`, "alice")],
    ["has expired", () => sign({ exp: Math.floor(Date.now() / 1000) - 1 })],
    ["does not expire", () => sign({ exp: undefined })],
    ["is for another audience", () => sign({ aud: "other" })],
    ["is of another issuer", () => sign({ iss: "other" })],
    ["names nobody", () => sign({ sub: "" })],
    ["is of another type", () => sign({}, { typ: "JWT" })],
    ["is of another algorithm", () => sign({}, { alg: "HS512" })],
    ["is not signed", () => unsigned()],
  ])("that %s is refused as signed out", async (_what, make) => {
    const answer = await ask({ Authorization: `Bearer ${await make()}` });
    expect(answer.status).toBe(401);
    expect(await answer.json()).toEqual({
      errors: [{ message: expect.any(String), extensions: { code: "SIGNED_OUT", requestId: answer.headers.get("x-request-id") } }],
    });
  });

  test("the same claims, well signed, are let in", async () =>
    expect((await ask({ Authorization: `Bearer ${await sign({})}` })).status).toBe(200));

  test("in another scheme is refused", async () =>
    expect((await ask({ Authorization: `Basic ${token}` })).status).toBe(401));
});

test("a path where nothing is gets JSON", async () => {
  const answer = await fetch(`${server.url}/nothing`);
  expect(answer.status).toBe(404);
  expect(await answer.json()).toHaveProperty("errors.0.extensions.code", "NOT_FOUND");
});

test("a body over the limit is refused", async () => {
  const answer = await fetch(`${server.url}/graphql`, { method: "POST", body: "x".repeat(100_001) });
  expect(answer.status).toBe(413);
});

test("a handler that throws tells the client nothing", async () => {
  const logged = jest.spyOn(log, "error").mockReturnValue(undefined);
  const answer = await fetch(`${server.url}/boom`);
  expect(logged.mock.calls.map(([, text]) => text)).toContain("a handler failed");
  logged.mockRestore();
  expect(answer.status).toBe(500);
  expect(await answer.text()).not.toMatch(/secret|at /);
});

test("ready means that the database answers and is migrated", async () => {
  const status = async () => (await fetch(`${server.url}/readyz`)).status;
  expect(await status()).toBe(200);
  database.isMigrated = false;
  expect(await status()).toBe(503);
  database.answers = false;
  expect(await status()).toBe(503);
  Object.assign(database, { answers: true, isMigrated: true });
});

test("before it serves, it is alive, not ready, and says that it is starting", async () => {
  const starting = await openServer(listenTo, fingerprint);
  const status = async (path: string) => (await fetch(starting.url + path)).status;
  expect([await status("/healthz"), await status("/readyz"), await status("/graphql")]).toEqual([200, 503, 503]);
  await starting.stop();
});

test("when it stops, it answers what it has begun and takes nothing new", async () => {
  const leaving = await open();
  const begun = fetch(`${leaving.url}/slow`);
  await slowHasBegun.promise;
  const stopped = leaving.stop();
  await expect(fetch(leaving.url)).rejects.toThrow();
  slowMayEnd.resolve();
  expect(await (await begun).text()).toBe("done");
  await stopped;
});

const slowHasBegun = Promise.withResolvers<void>();
const slowMayEnd = Promise.withResolvers<void>();

async function open(): Promise<HttpServer> {
  const opened = await openServer(listenTo, fingerprint);
  await opened.serve({
    pool: new pg.Pool(), // never connects
    verifyToken: createVerifier([await ownIssuer(secret)]),
    limits: createRateLimits(listenTo.http, fingerprint),
    isMigrated: () => (database.answers ? Promise.resolve(database.isMigrated) : Promise.reject(new Error("down"))),
    addGraphQL: async (app) => {
      app.post("/graphql", (request, response) => void response.json(request.identity));
      app.get("/boom", () => Promise.reject(new Error("secret")));
      app.get("/slow", async (_request, response) => {
        slowHasBegun.resolve();
        await slowMayEnd.promise;
        response.send("done");
      });
      return { release: () => Promise.resolve() };
    },
  });
  return opened;
}

function ask(headers: Record<string, string>): Promise<Response> {
  return fetch(`${server.url}/graphql`, { method: "POST", headers });
}

function claims(changes: Record<string, unknown>): Record<string, unknown> {
  const now = Math.floor(Date.now() / 1000);
  const right = { iss: "urn:stateful-engagement-backend:development", aud: "stateful-engagement-backend" };
  return { ...right, sub: "alice", iat: now, exp: now + 60, ...changes };
}

function sign(changes: Record<string, unknown>, header: { alg?: string; typ?: string } = {}): Promise<string> {
  return new SignJWT(claims(changes))
    .setProtectedHeader({ alg: "HS256", typ: "at+jwt", ...header })
    .sign(new TextEncoder().encode(secret));
}

function unsigned(): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "none", typ: "at+jwt" })}.${part(claims({}))}.`;
}
