/** The log says what happened, to which request; and nothing that a client sent, that a user is called or that the server keeps secret. */
import { SignJWT } from "jose";
import { join } from "node:path";
import { describeError, withoutSecrets } from "../../src/log_errors.ts";
import { issueToken } from "../../src/identity/own_issuer.ts";
import { createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { sendRaw } from "../support/http.ts";
import { startServer } from "../support/server.ts";
import type { TestServer } from "../support/server.ts";
import { testSecret } from "../support/template.ts";

const email = "s3cret.name@example.com";
let database: TestDatabase;
let server: TestServer;
let token: string;

beforeAll(async () => {
  database = await createTestDatabase();
  server = await startServer(database, "production", { LOG_LEVEL: "debug", DATABASE_POOL_SIZE: "1", REQUEST_SECONDS: "30", RATE_LIMIT_PER_ADDRESS: "0", NODE_OPTIONS: `--import=${join(import.meta.dirname, "speaking_library.ts")}` });
  token = await issueToken(testSecret, email, { zone: "Europe/Berlin" });
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});

type Line = Record<string, unknown> & { msg: string; error?: Record<string, unknown> };

/** What was logged of the request with this id. */
function linesOf(requestId: string): Line[] {
  const lines = server.output().split("\n").filter((line) => line.startsWith("{"));
  return lines.map((line) => JSON.parse(line) as Line).filter((line) => line["requestId"] === requestId);
}

/** The same, once its last line is there: it waits for others a moment. */
async function allOf(requestId: string): Promise<Line[]> {
  while (!linesOf(requestId).some(({ msg }) => msg.startsWith("request"))) await new Promise((done) => setTimeout(done, 5));
  return linesOf(requestId);
}

let requests = 0;

/** Sends one, and waits for its line, which is written after the answer. */
async function send(request: RequestInit, path = "/graphql"): Promise<{ status: number; lines: Line[]; body: unknown }> {
  const requestId = `logs-${++requests}`;
  const given = new Headers(request.headers);
  if (!given.has("x-request-id")) given.set("x-request-id", requestId);
  const response = await fetch(new URL(path, server.url), { method: "POST", ...request, headers: given });
  const body: unknown = await response.json();
  const id = response.headers.get("x-request-id") ?? "";
  return { status: response.status, lines: await allOf(id), body };
}

const json = { "content-type": "application/json" };
const ask = (body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  headers: { ...json, ...headers },
  body: JSON.stringify(body),
});
const asUser = (body: unknown): RequestInit => ask(body, { authorization: `Bearer ${token}` });
const me = "query s3cretOperation { s3cretAlias: me { state { points } } items { nodes { itemId } } }";

test("a request is a line: who, what, how it ended, how long it took", async () => {
  const { lines, body } = await send(asUser({ query: me, operationName: "s3cretOperation" }));
  expect(body).toHaveProperty("data.s3cretAlias");
  expect(lines).toEqual([
    {
      level: "info",
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      requestId: expect.stringMatching(/^logs-\d+$/),
      method: "POST",
      path: "/graphql",
      status: 200,
      ms: expect.any(Number),
      caller: expect.stringMatching(/^[\w-]{22}$/),
      fields: ["me", "items"],
      msg: "request",
    },
  ]);
});

test("callers are told apart, and nobody has none", async () => {
  const other = await issueToken(testSecret, "bob");
  const callerOf = async (request: RequestInit) => (await send(request)).lines[0]?.["caller"];
  const alice = await callerOf(asUser({ query: me }));
  expect(await callerOf(asUser({ query: me }))).toBe(alice);
  expect(await callerOf(ask({ query: me }, { authorization: `Bearer ${other}` }))).not.toBe(alice);
  expect(await callerOf(ask({ query: me }))).toBeUndefined();
});

test("the codes of its errors are in its line, whoever refused it", async () => {
  const codesOf = async (request: RequestInit) => (await send(request)).lines.at(-1)?.["codes"];
  expect(await codesOf(ask({ query: "mutation { checkIn(input: {}) { result { day } } }" }))).toEqual(["SIGNED_OUT"]);
  expect(await codesOf(ask({ query: "{ nope }" }))).toEqual(["INVALID_DOCUMENT"]);
  expect(await codesOf(ask({ query: me }, { authorization: "Bearer x" }))).toEqual(["SIGNED_OUT"]);
});

describe("wherever a client puts a secret, the log has the request without it:", () => {
  const hidden = "s3cret";
  const signed = (secret: string, claims: object) =>
    new SignJWT({ iss: "s3cret", aud: "s3cret", sub: email, ...claims }).setProtectedHeader({ alg: "HS256", typ: "at+jwt" }).sign(new TextEncoder().encode(secret));

  test.each<[string, number, () => RequestInit | Promise<RequestInit>, string?]>([
    ["in the path", 404, () => ({ method: "GET" }), `/${hidden}/${email}`],
    ["below a path of ours", 404, () => ({ method: "GET" }), `/graphql/${hidden}`],
    ["in the path of a sign-in", 404, () => ({ method: "GET" }), `/auth/${hidden}`],
    ["in the query string", 200, () => asUser({ query: me }), `/graphql?token=${hidden}&query={${hidden}}`],
    ["in headers that mean nothing here", 200, () => ask({ query: me }, { cookie: `a=${hidden}`, "x-api-key": hidden, "user-agent": hidden, referer: `http://${hidden}/`, origin: `http://${hidden}` })],
    ["in a request id that is no id", 200, () => ask({ query: me }, { "x-request-id": `${hidden} ${email}` })],
    ["in the kind of the body", 415, () => ({ headers: { "content-type": `text/${hidden}` }, body: hidden })],
    ["in the kind of the answer", 406, () => ask({ query: me }, { accept: `image/${hidden}` })],
    ["as a password", 401, () => ask({ query: me }, { authorization: `Basic ${Buffer.from(`${email}:${hidden}`).toString("base64")}` })],
    ["as a token that is none", 401, () => ask({ query: me }, { authorization: `Bearer ${hidden}` })],
    ["as a token of another", 401, async () => ask({ query: me }, { authorization: `Bearer ${await signed("another secret of 32 characters!", {})}` })],
    ["as a token that has expired", 401, async () => ask({ query: me }, { authorization: `Bearer ${await signed(testSecret, { exp: 1 })}` })],
    ["in JSON that is none", 400, () => ({ headers: json, body: `{"query": "${hidden}", ${hidden}` })],
    ["in JSON of another form", 400, () => ask([hidden])],
    ["in a document that does not parse", 400, () => ask({ query: `{ ${hidden} "${hidden}` })],
    ["in a field that is not there", 400, () => ask({ query: `{ ${hidden} }` })],
    ["in an operation's name", 400, () => ask({ query: `query A { me { userId } } query B { me { userId } }`, operationName: hidden })],
    ["in a value", 200, () => asUser({ query: `mutation { claimReward(input: { rewardId: "${hidden}" }) { result { alreadyClaimed } } }` })],
    ["in a value that does not fit", 400, () => asUser({ query: `mutation { checkIn(input: { day: "${hidden}" }) { result { day } } }` })],
    ["in a value that PostgreSQL does not take", 400, () => asUser({ query: `mutation { claimReward(input: { rewardId: "${hidden}\\u0000" }) { result { alreadyClaimed } } }` })],
    ["in a variable", 200, () => asUser({ query: "mutation ($z: String!) { updateSettings(input: { zone: $z }) { result { state { zone } } } }", variables: { z: hidden } })],
    ["in a variable of another type", 400, () => ask({ query: "mutation ($n: Int!) { updateSettings(input: { dayStartHour: $n }) { result { state { zone } } } }", variables: { n: hidden } })],
    ["in what extends the request", 200, () => ask({ query: me, extensions: { [hidden]: hidden }, [hidden]: hidden })],
  ])("%s", async (_where, status, make, path = "/graphql") => {
    const answer = await send(await make(), path);
    expect(answer.status).toBe(status);
    expect(answer.lines).toHaveLength(1);
  });

  test("in what is no HTTP", async () => {
    const { text } = await sendRaw(server.url, `POST /${hidden} HTTP/1.1\r\nHost: x\r\nX ${hidden}\r\n\r\n`);
    expect(text).toMatch(/^HTTP\/1.1 400 /);
    expect(await allOf(/x-request-id: (\S+)/i.exec(text)?.[1] ?? "")).toMatchObject([{ codes: ["BAD_REQUEST"] }]);
  });
});

test("what nobody foresaw is told with the names of objects and without the values of rows", async () => {
  await database.query(`create or replace function app_public.me() returns app_public.me language plpgsql stable as $$ begin
    raise exception using errcode = '23505', message = 'duplicate key of s3cret.name@example.com', detail = 'Key (email)=(s3cret) exists.',
      hint = 's3cret', constraint = 'one_email', table = 'accounts'; end $$`);
  const { lines, body } = await send(asUser({ query: "{ me { userId } }" }));
  expect(body).toMatchObject({ errors: [{ message: expect.stringContaining(String(lines[0]?.["requestId"])), extensions: { code: "INTERNAL" } }] });
  expect(lines).toMatchObject([
    { level: "error", error: { code: "23505", constraint: "one_email", table: "accounts", message: "duplicate key of (address)" } },
    { level: "info", codes: ["INTERNAL"], msg: "request" },
  ]);
  expect(lines[0]?.error).toHaveProperty("stack");
});

test("a database that is away is told, without how to reach it", async () => {
  await database.query(`alter database ${database.name} connection limit 0`);
  await database.query("select pg_terminate_backend(pid, 5000) from pg_stat_activity where usename = 'app_server' and datname = current_database()");
  let answer = await send(asUser({ query: "{ items { nodes { itemId } } }" }));
  // The first may still be told that its connection has ended.
  for (let tries = 0; tries < 20 && answer.lines[0]?.error?.["code"] !== "53300"; tries++)
    answer = await send(asUser({ query: "{ items { nodes { itemId } } }" }));
  await database.query(`alter database ${database.name} connection limit -1`);
  expect(answer.lines).toMatchObject([{ level: "error", error: { code: "53300" } }, { codes: ["UNAVAILABLE"] }]);
});

test("when every connection is held, who waits is told so in time, and all are served again", async () => {
  const answers = await heldConnections(5, async () => {
    const begin = performance.now();
    const response = await fetch(server.url, { method: "POST", ...asUser({ query: "{ items { nodes { itemId } } }" }) });
    return { ms: performance.now() - begin, retryAfter: response.headers.get("retry-after"), body: await response.json() };
  });
  for (const { ms, retryAfter, body } of answers) {
    expect(body).toMatchObject({ errors: [{ extensions: { code: "UNAVAILABLE" } }] });
    expect(retryAfter).toBe("1");
    expect(ms).toBeLessThan(11_500);
  }
  const after = await Promise.all(Array.from({ length: 10 }, () => send(asUser({ query: "{ items { nodes { itemId } } }" }))));
  expect(after.map(({ body }) => body)).toEqual(after.map(() => ({ data: expect.anything() })));
});

test("what libraries print is in the log, as far as it holds no values", () => {
  const said = server.output().split("\n").filter((line) => line.includes("a library's message"));
  expect(said.map((line) => JSON.parse(line) as Line)).toMatchObject([
    { level: "error", text: "A library says: Bearer (token)", error: { message: "of (address)" } },
    { level: "warn", text: "A library warns", error: { type: "object" } },
    { level: "warn", error: { message: "of (address)" } },
  ]);
});

test("so in the end nothing of it was printed, not even by the error that ends the process", async () => {
  process.kill(server.pid, "SIGUSR2");
  expect(await server.exitCode).toBe(1);
  const printed = server.output();
  expect(printed.trimEnd().split("\n").at(-1)).toContain('"a bug: the server ends"');
  expect(requests).toBeGreaterThan(25);
  expect(printed).not.toMatch(/s3cret|example\.com/i);
  expect(printed).not.toContain(Buffer.from(email).toString("base64").slice(0, 16));
  const secrets = [token, ...token.split("."), testSecret, passwordOf(database.serverUrl), passwordOf(database.adminUrl)].filter(Boolean);
  expect(secrets.length).toBeGreaterThan(5);
  expect(secrets.filter((secret) => printed.includes(secret))).toEqual([]);
  const lines = printed.split("\n").filter((line) => line && line.includes('"level"'));
  expect(() => lines.map((line) => JSON.parse(line) as unknown)).not.toThrow();
});

describe("of an error there remains", () => {
  const messageOf = (error: unknown) => describeError(error)["message"];
  const parse = (text: string): unknown => {
    try {
      return JSON.parse(text);
    } catch (error) {
      return error;
    }
  };

  test.each(['{"password": hunter2}', "hunter2", '"hunter2', '["hunter2"', '{"a":"hunter2\n"}', "-hunter2", '"\\hunter2"'])(
    "that JSON cannot be read, not which: %j",
    (text) => expect(messageOf(parse(text))).toBe("JSON cannot be read"),
  );

  test("that a value cannot be represented, not which", () =>
    expect(messageOf(new Error('Enum "Mood" cannot represent value: "hunter2"'))).toBe('Enum "Mood" cannot represent value: (value)'));

  test("nothing of what is no error", () => {
    expect(JSON.stringify(describeError("hunter2"))).not.toContain("hunter2");
    expect(JSON.stringify(describeError({ password: "hunter2", code: "X" }))).toBe('{"type":"object","code":"X"}');
    expect(() => describeError(null)).not.toThrow();
  });

  test("its place in the code, and not its message a second time", () =>
    expect(JSON.stringify(describeError(new Error("for alice@example.com\nand bob@example.com")))).not.toMatch(/alice|bob/));

  test.each([
    ["postgres://app:hunter2@db:5432/x is away", "postgres://db:5432/x is away"],
    ["Bearer hunter2 is bad", "Bearer (token) is bad"],
    ["eyJhbGciOiJub25lIn0.eyJhIjoxfQ.hunter2 is bad", "(token) is bad"],
    ["mail to alice@example.com, please", "mail to (address), please"],
    ['relation "user_states" does not exist', 'relation "user_states" does not exist'],
  ])("of %j: %j", (text, rest) => expect(withoutSecrets(text)).toBe(rest));

  test("no more than a few hundred characters", () => expect(withoutSecrets("a".repeat(10_000)).length).toBeLessThan(400));
});

function passwordOf(url: string): string {
  const { password, searchParams } = new URL(url);
  return decodeURIComponent(password) || (searchParams.get("password") ?? "");
}

/** Sends so many requests while one holds the only connection, by waiting for a lock. */
async function heldConnections<T>(count: number, request: () => Promise<T>): Promise<T[]> {
  await send(asUser({ query: "mutation { checkIn(input: {}) { result { day } } }" }));
  const holder = await database.pool.connect();
  try {
    await holder.query("begin; update app_private.user_states set energy = energy");
    const held = send(asUser({ query: "mutation { spendEnergy(input: { amount: 1, reason: \"x\", idempotencyKey: \"5f0c1e3a-8a5e-4a51-9d6b-3f1a2c4d5e6f\" }) { replayed: result { replayed } } }" }));
    await waitingForLock();
    const answers = await Promise.all(Array.from({ length: count }, request));
    await holder.query("commit");
    expect((await held).body).toEqual({ data: { spendEnergy: { replayed: { replayed: false } } } });
    return answers;
  } finally {
    holder.release(true);
  }
}

async function waitingForLock(): Promise<void> {
  const waiting = "select from pg_stat_activity where datname = current_database() and usename = 'app_server' and wait_event_type = 'Lock'";
  for (let tries = 0; tries < 500; tries++) {
    if ((await database.query(waiting)).length > 0) return;
    await new Promise((done) => setTimeout(done, 10));
  }
  throw new Error("nobody waits");
}
