/** What browsers are told, which pages of others may call us, and the id that a request and its answer have in common. */
import { createHash } from "node:crypto";
import type { HttpServer } from "../../src/server.ts";
import { createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { bearer, openHttp } from "../support/http.ts";
import { startServer } from "../support/server.ts";
import type { TestServer } from "../support/server.ts";

const app = "https://app.example.com";
let database: TestDatabase;
let real: TestServer;
let plain: HttpServer;
let behindProxy: HttpServer;

beforeAll(async () => {
  database = await createTestDatabase();
  [real, plain, behindProxy] = await Promise.all([
    startServer(database, "development", { CORS_ORIGINS: `${app},http://localhost:5173` }),
    openHttp({}),
    openHttp({ settings: { TRUST_PROXY: "1" } }),
  ]);
});
afterAll(async () => {
  await Promise.all([real.stop(), plain.stop(), behindProxy.stop()]);
  await database.drop();
});

const json = { "content-type": "application/json" };
const query = JSON.stringify({ query: "{ items { nodes { itemId } } }" });
const get = (path: string, headers: Record<string, string> = {}): Promise<Response> => fetch(new URL(path, real.url), { headers });
const ask = (headers: Record<string, string> = {}, body = query): Promise<Response> =>
  fetch(real.url, { method: "POST", headers: { ...json, ...headers }, body });

describe("an answer of data", () => {
  test.each([
    ["to a query", () => ask()],
    ["to a document that does not fit", () => ask({}, '{"query":"{ nope }"}')],
    ["to a bad token", () => ask({ authorization: "Bearer x" })],
    ["to a path where nothing is", () => get("/nothing")],
    ["to a probe", () => get("/healthz")],
    ["to a body that is too long", () => ask({}, "x".repeat(100_001))],
  ])("%s is nothing to run, to frame, to guess at or to keep", async (_what, send) => {
    const { headers } = await send();
    expect(Object.fromEntries(headers)).toMatchObject({
      "cache-control": "no-store",
      "content-security-policy": "default-src 'none';frame-ancestors 'none'",
      "content-type": expect.stringMatching(/^application\/(graphql-response\+)?json; ?charset=utf-8$/),
      "cross-origin-resource-policy": "same-origin",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
    });
    for (const name of ["x-powered-by", "server", "etag", "access-control-allow-origin", "strict-transport-security"]) expect(headers.has(name)).toBe(false);
  });
});

describe("GraphiQL", () => {
  test.each(["/graphiql", "/graphql"])("at %s may run its own scripts, and none of others", async (path) => {
    const response = await get(path, { accept: "text/html" });
    const html = await response.text();
    const policy = new Map((response.headers.get("content-security-policy") ?? "").split(";").map((one) => [one.split(" ")[0] ?? "", one.split(" ").slice(1)]));
    expect(html).toContain("ruru-root");
    const allowed = policy.get("script-src") ?? [];
    for (const [, attributes = "", text = ""] of html.matchAll(/<script([^>]*)>([^]*?)<\/script>/g)) {
      const source = /src="([^"]*)"/.exec(attributes)?.[1];
      const hash = `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
      expect(source === undefined ? allowed.includes("'unsafe-inline'") || allowed.includes(hash) : source.startsWith("/") && allowed.includes("'self'")).toBe(true);
    }
    for (const [, imported = ""] of html.matchAll(/(?:from|href=|new URL\()\s*"([^"]+)"/g)) {
      expect(imported).toMatch(/^\/ruru-static\//);
      const file = await get(imported.endsWith("/") ? `${imported}graphqlWorker.js` : imported);
      expect(file.status).toBe(200);
      // A worker has the policy of its own file.
      expect(file.headers.get("content-security-policy")).toBe(response.headers.get("content-security-policy"));
    }
    expect([...policy.values()].flat()).not.toContain("*");
    expect([...policy.values()].flat().join(" ")).not.toMatch(/https?:|unsafe-eval/);
    expect(policy.get("frame-ancestors")).toEqual(["'none'"]);
  });
});

describe("that this name is served with TLS", () => {
  const hsts = async ({ url }: HttpServer, headers: Record<string, string>) => (await fetch(`${url}/healthz`, { headers })).headers.get("strict-transport-security");

  test("is told when a proxy of ours says so", async () => expect(await hsts(behindProxy, { "x-forwarded-proto": "https" })).toBe("max-age=15552000"));
  test("is not when it says otherwise", async () => expect(await hsts(behindProxy, { "x-forwarded-proto": "http" })).toBeNull());
  test("is not when a client says so", async () => expect(await hsts(plain, { "x-forwarded-proto": "https" })).toBeNull());
});

describe("a page of another origin", () => {
  const preflight = (url: string, origin: string): Promise<Response> =>
    fetch(url, {
      method: "OPTIONS",
      headers: { origin, "access-control-request-method": "POST", "access-control-request-headers": "authorization,content-type" },
    });

  test("that is ours may call, and read what it needs", async () => {
    const { status, headers } = await preflight(real.url, app);
    expect([status, headers.get("access-control-allow-origin")]).toEqual([204, app]);
    expect(headers.get("access-control-allow-headers")).toBe("Authorization,Content-Type,X-Request-Id");
    expect(headers.get("access-control-allow-methods")).toBe("GET,POST");
    const answer = await ask({ origin: app });
    expect(answer.headers.get("access-control-allow-origin")).toBe(app);
    expect(answer.headers.get("access-control-expose-headers")).toBe("X-Request-Id,Retry-After,RateLimit-Limit,RateLimit-Remaining,RateLimit-Reset");
    expect(answer.headers.get("vary")).toContain("Origin");
    for (const response of [answer.headers, headers]) expect(response.has("access-control-allow-credentials")).toBe(false);
  });

  test("that is ours can read a refusal too", async () =>
    expect((await ask({ origin: app, authorization: "Bearer x" })).headers.get("access-control-allow-origin")).toBe(app));

  test.each(["https://evil.example.com", `${app}.evil.example`, `${app}:8443`, "http://app.example.com", "null", "https://APP.example.com"])(
    "%s that is not may not",
    async (origin) => {
      expect((await preflight(real.url, origin)).headers.has("access-control-allow-origin")).toBe(false);
      expect((await ask({ origin })).headers.has("access-control-allow-origin")).toBe(false);
    },
  );

  test("may not where none is named, and gets no preflight", async () => {
    const { status, headers } = await preflight(`${plain.url}/graphql`, app);
    expect(headers.has("access-control-allow-origin")).toBe(false);
    expect(status).toBe(404);
  });

  // What a form or a script sends without a preflight must have no effect, whoever the browser takes its user for.
  test.each([
    ["text/plain", query],
    ["application/x-www-form-urlencoded", `query=${encodeURIComponent("mutation { checkIn(input: {}) { result { day } } }")}`],
    ["multipart/form-data; boundary=x", `--x\r\nContent-Disposition: form-data; name="query"\r\n\r\n{ __typename }\r\n--x--\r\n`],
    ["text/plain; application/json", query],
    ["text/plain;charset=application/json", query],
  ])("cannot send %s without asking", async (type, body) => {
    const response = await ask({ "content-type": type, origin: "https://evil.example.com", ...(await bearer("csrf")) }, body);
    expect(response.status).toBe(415);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: "UNSUPPORTED_MEDIA_TYPE" } }] });
  });

  test("nor without saying what it is, nor in a link", async () => {
    const noType = await fetch(real.url, { method: "POST", body: new Blob([query]) });
    expect(noType.status).toBe(400);
    expect((await get(`/graphql?query=${encodeURIComponent("{ __typename }")}`, { accept: "application/json" })).status).toBe(405);
  });
});

describe("the id of a request", () => {
  const idOf = async (headers: Record<string, string>) => (await ask(headers)).headers.get("x-request-id");
  const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

  test.each(["a", "A-z_0.9", "x".repeat(64)])("is the caller's, if it is harmless: %s", async (id) => expect(await idOf({ "x-request-id": id })).toBe(id));

  test.each(["", " ", "a b", "a\tb", "a,b", "a/b", "ä", "a:b", "<a>", "x".repeat(65), "%0d%0aSet-Cookie", '{"a":1}'])("is a new one otherwise: %j", async (id) =>
    expect(await idOf({ "x-request-id": id })).toMatch(uuid));

  test("is each time another, and the same in the answer's errors", async () => {
    const [one, other] = await Promise.all([ask({}, '{"query":"{ nope nopeToo }"}'), ask({ authorization: "Bearer x" })]);
    for (const answer of [one, other]) {
      const { errors } = (await answer.json()) as { errors: { extensions: { requestId: string } }[] };
      expect(errors.map(({ extensions }) => extensions.requestId)).toEqual(errors.map(() => answer.headers.get("x-request-id")));
    }
    expect(one.headers.get("x-request-id")).not.toBe(other.headers.get("x-request-id"));
  });

  test("stays that of its own request while others are answered", async () => {
    const refused = JSON.stringify({ query: "mutation { checkIn(input: {}) { result { day } } }" });
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => ask({ "x-request-id": `mine-${i}` }, refused)));
    const ids = await Promise.all(answers.map(async (answer) => (await answer.json()) as { errors: { extensions: { requestId: string } }[] }));
    expect(ids.map(({ errors }) => errors[0]?.extensions.requestId)).toEqual(answers.map((_, i) => `mine-${i}`));
  });
});
