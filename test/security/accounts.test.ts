// Accounts with e-mail and password, through two real servers with one database: the story of an account, and how its sessions end.
import { decodeJwt, decodeProtectedHeader } from "jose";
import { createPasswords } from "../../src/accounts/passwords.ts";
import { formatToken, newSecrets } from "../../src/accounts/refresh_tokens.ts";
import { createStore } from "../../src/accounts/store.ts";
import { createTestDatabase } from "../support/database.ts";
import { startServer } from "../support/server.ts";
import { ask, send } from "./auth_client.ts";
import type { Tokens } from "./auth_client.ts";

const database = await createTestDatabase();
// A hash names its parameters, so accounts may have been made under other ones.
const cheap = createPasswords({ ln: 4, r: 8, p: 1 });
const settings = { ACCOUNTS: "1" };
const [one, other] = await Promise.all([startServer(database, "test", settings), startServer(database, "test", settings)]);
const store = createStore(database.pool);
afterAll(async () => {
  await Promise.all([one.stop(), other.stop()]);
  await database.drop();
});
beforeEach(async () => {
  await database.query("delete from app_private.log_in_attempts");
});

const password = "correct horse battery";
const newPassword = "staple and more of it";
const email = "Alice@example.com";
const signedIn = { status: 200, data: { bootstrap: { state: { zone: "Europe/Berlin" } } } };
const signedOut = { status: 401, code: "SIGNED_OUT" };
let session: Tokens;

/** A session as after a log-in, but without the hash that a log-in takes. */
async function openSession(name: string): Promise<Tokens> {
  const secrets = newSecrets();
  const address = `${name}@example.com`;
  const hash = await cheap.hash(password);
  const { account } = await store.attemptLogIn(address, null);
  const opened = account ? await store.logIn(account, null, secrets, null) : await store.register(address, hash, "Europe/Berlin", secrets);
  if (!opened) throw new Error(`${name} has not been let in`);
  const { tokens } = await send(one.url, "refresh", { refreshToken: formatToken({ ...opened, ...secrets }) });
  return tokens;
}

test("registering answers with tokens, which are good at once on every server", async () => {
  const { status, tokens, headers } = await send(one.url, "register", { email, password, zone: "Europe/Berlin" });
  expect({ status, cache: headers.get("cache-control") }).toEqual({ status: 201, cache: "no-store" });
  expect(Object.keys(tokens).sort()).toEqual(["accessToken", "expiresAt", "refreshToken"]);
  expect(await ask(one.url, tokens.accessToken)).toEqual(signedIn);
  expect(await ask(other.url, tokens.accessToken)).toEqual(signedIn);
  session = tokens;
});

test("an access token says whose it is, which session, and where, for 15 minutes", async () => {
  const [account] = await database.query<{ account_id: string; session_id: string }>(
    "select account_id, session_id from app_private.accounts join app_private.sessions using (account_id)",
  );
  const { iat = 0, ...claims } = decodeJwt(session.accessToken);
  expect(decodeProtectedHeader(session.accessToken)).toEqual({ alg: "HS256", typ: "at+jwt" });
  expect(claims).toEqual({
    iss: "urn:stateful-engagement-backend:accounts",
    aud: "stateful-engagement-backend",
    sub: account?.account_id,
    sid: account?.session_id,
    zoneinfo: "Europe/Berlin",
    exp: iat + 900,
  });
  expect(new Date(session.expiresAt).getTime()).toBe((iat + 900) * 1000);
  expect(await database.query("select issuer, subject from app_private.users")).toEqual([
    { issuer: claims.iss, subject: claims.sub },
  ]);
});

test("registering again is logging in with the same password, and refused with another", async () => {
  const again = await send(one.url, "register", { email: " alice@EXAMPLE.com ", password });
  expect(again.status).toBe(200);
  expect(await ask(one.url, again.tokens.accessToken)).toEqual(signedIn);
  expect(await send(one.url, "register", { email, password: newPassword })).toMatchObject({ status: 409, code: "EMAIL_TAKEN" });
  expect(await database.query("select attempts, guesses from app_private.log_in_attempts where kind = 'email'")).toEqual([
    { attempts: 1, guesses: 1 },
  ]);
});

test("the right password opens a session, a wrong one does not", async () => {
  const right = await send(other.url, "log-in", { email, password });
  expect(await ask(one.url, right.tokens.accessToken)).toEqual(signedIn);
  expect(await send(one.url, "log-in", { email, password: "short" })).toMatchObject({ status: 401, code: "WRONG_CREDENTIALS" });
});

describe("a refresh token", () => {
  let next: Tokens;
  test("is exchanged once for the next pair, on any server, also by somebody who still sends a bad access token", async () => {
    const { status, tokens } = await send(other.url, "refresh", { refreshToken: session.refreshToken }, "expired");
    expect(status).toBe(200);
    expect(tokens.refreshToken).not.toBe(session.refreshToken);
    expect(await ask(one.url, tokens.accessToken)).toEqual(signedIn);
    next = tokens;
  });

  test("comes again at once when an answer was lost: it leads to the same, on any server", async () => {
    const again = await Promise.all([one, other, one].map(({ url }) => send(url, "refresh", { refreshToken: session.refreshToken })));
    expect(again.map(({ tokens }) => tokens.refreshToken)).toEqual([1, 2, 3].map(() => next.refreshToken));
  });

  test("comes again later when somebody stole it: the session ends for both", async () => {
    await database.query("update app_private.sessions set refreshed_at = refreshed_at - interval '10 seconds', expires_at = expires_at - interval '10 seconds'");
    expect(await send(one.url, "refresh", { refreshToken: session.refreshToken })).toMatchObject(signedOut);
    expect(await send(one.url, "refresh", { refreshToken: next.refreshToken })).toMatchObject(signedOut);
    expect(await ask(other.url, next.accessToken)).toEqual(signedOut);
    expect(one.output()).toContain("a used refresh token came again");
  });

  test.each(["", "a", "a".repeat(107), `${"a".repeat(106)}!`])("that is none (%s) is signed out", async (refreshToken) =>
    expect(await send(one.url, "refresh", { refreshToken })).toMatchObject(signedOut));
});

describe("logging out ends a session at once on every server", () => {
  test("by its refresh token, also when the access token has expired", async () => {
    const bob = await openSession("bob");
    expect(await ask(other.url, bob.accessToken)).toEqual(signedIn);
    const { status, text } = await send(one.url, "log-out", { refreshToken: bob.refreshToken }, "expired");
    expect([status, text]).toEqual([200, '{"ended":true}']);
    expect(await ask(other.url, bob.accessToken)).toEqual(signedOut);
    expect(await send(other.url, "refresh", { refreshToken: bob.refreshToken })).toMatchObject(signedOut);
    expect((await send(one.url, "log-out", { refreshToken: bob.refreshToken })).status).toBe(200);
  });

  test("by its access token, or everywhere", async () => {
    const [phone, tablet, desk] = [await openSession("bob"), await openSession("bob"), await openSession("bob")];
    expect((await send(one.url, "log-out", {}, phone.accessToken)).status).toBe(200);
    expect(await Promise.all([phone, tablet, desk].map(({ accessToken }) => ask(other.url, accessToken)))).toEqual([signedOut, signedIn, signedIn]);
    expect((await send(one.url, "log-out", { everywhere: true }, tablet.accessToken)).status).toBe(200);
    expect(await ask(other.url, desk.accessToken)).toEqual(signedOut);
    expect(await send(one.url, "log-out", {}, desk.accessToken)).toMatchObject(signedOut);
    expect(await send(one.url, "log-out", {})).toMatchObject(signedOut);
  });
});

test("a new password ends all other sessions, and is the one that counts", async () => {
  const [mine, others] = [await openSession("carol"), await openSession("carol")];
  const change = (body: object, token?: string) => send(one.url, "password", body, token);
  expect(await change({ password: newPassword, newPassword }, mine.accessToken)).toMatchObject({ status: 403, code: "WRONG_CREDENTIALS" });
  expect(await change({ password, newPassword })).toMatchObject(signedOut);
  expect(await change({ password, newPassword }, mine.accessToken)).toMatchObject({ status: 200, text: '{"changed":true}' });
  expect(await ask(other.url, mine.accessToken)).toEqual(signedIn);
  expect(await ask(other.url, others.accessToken)).toEqual(signedOut);
  expect(await send(other.url, "log-in", { email: "carol@example.com", password })).toMatchObject({ status: 401 });
  expect((await send(other.url, "log-in", { email: "carol@example.com", password: newPassword })).status).toBe(200);
});

test("an operator's tokens say so, and nobody's after the right was taken away", async () => {
  await openSession("olga");
  await database.query("select app_private.set_account_operator('olga@example.com', true)");
  const { accessToken } = await openSession("olga");
  expect(decodeJwt(accessToken)).toMatchObject({ operator: true });
  const grant = await fetch(one.url, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${accessToken}` },
    body: JSON.stringify({ query: '{ previewAmnesty(firstDay: "2026-03-09", lastDay: "2026-03-10") { users } }' }),
  });
  expect(await grant.json()).toMatchObject({ data: { previewAmnesty: { users: 0 } } });
  await database.query("select app_private.set_account_operator('olga@example.com', false)");
  expect(await ask(other.url, accessToken)).toEqual(signedOut);
});

describe("what is no such request is refused, and costs no hash:", () => {
  const right = { email: "new@example.com", password };
  test.each<[string, string, object | string, number, string]>([
    ["no JSON", "log-in", "{", 400, "BAD_REQUEST"],
    ["an array", "log-in", [], 400, "BAD_REQUEST"],
    ["a text", "log-in", '"text"', 400, "BAD_REQUEST"],
    ["no password", "log-in", { email }, 400, "INVALID_INPUT"],
    ["an e-mail address that is a number", "log-in", { email: 1, password }, 400, "INVALID_INPUT"],
    ["an e-mail address that is none", "log-in", { email: "alice", password }, 400, "INVALID_EMAIL"],
    ["one with a character that no text can hold", "log-in", { email: "a\u0000@example.com", password }, 400, "INVALID_INPUT"],
    ["a password of 9 characters", "register", { ...right, password: "p".repeat(9) }, 400, "INVALID_PASSWORD"],
    ["one of 9 characters that are two units each", "register", { ...right, password: "😀".repeat(9) }, 400, "INVALID_PASSWORD"],
    ["one of 1,001", "register", { ...right, password: "p".repeat(1_001) }, 400, "INVALID_PASSWORD"],
    ["one of 1,001 to log in", "log-in", { ...right, password: "p".repeat(1_001) }, 400, "INVALID_PASSWORD"],
    ["one with half a character", "register", { ...right, password: `${password}\ud83d` }, 400, "INVALID_PASSWORD"],
    ["a body beyond all passwords", "log-in", { ...right, password: "p".repeat(40_000) }, 413, "TOO_LARGE"],
    ["everywhere as a text", "log-out", { refreshToken: "a", everywhere: "yes" }, 400, "INVALID_INPUT"],
    ["a refresh token that is a number", "log-out", { refreshToken: 1 }, 400, "INVALID_INPUT"],
    ["no refresh token", "refresh", {}, 400, "INVALID_INPUT"],
  ])("%s", async (_what, path, body, status, code) => expect(await send(one.url, path, body)).toMatchObject({ status, code }));

  test("a zone that is none of ours", async () => {
    expect(await send(one.url, "register", { ...right, zone: "Mars/Olympus" })).toMatchObject({ status: 400, code: "UNKNOWN_ZONE" });
    expect(await database.query("select from app_private.accounts where email = 'new@example.com'")).toEqual([]);
  });

  test("another method, another type", async () => {
    const url = new URL("/auth/log-in", one.url);
    const got = await fetch(url);
    expect([got.status, got.headers.get("allow"), await got.json()]).toEqual([
      405,
      "POST",
      { errors: [{ message: expect.any(String), extensions: { code: "METHOD_NOT_ALLOWED", requestId: expect.any(String) } }] },
    ]);
    const form = await fetch(url, { method: "POST", body: new URLSearchParams({ email, password }) });
    expect([form.status, await form.json()]).toEqual([
      415,
      { errors: [{ message: expect.any(String), extensions: { code: "UNSUPPORTED_MEDIA_TYPE", requestId: expect.any(String) } }] },
    ]);
  });
});

test("while the database does not answer, nobody is told that they are signed out", async () => {
  const { accessToken } = await openSession("dave");
  const away = { status: 503, code: "UNAVAILABLE" };
  await database.query(`alter database ${database.name} connection limit 0`);
  try {
    await database.query("select pg_terminate_backend(pid, 5000) from pg_stat_activity where usename = 'app_server' and datname = current_database()");
    expect(await ask(one.url, accessToken)).toEqual(away);
    expect(await send(one.url, "log-in", { email, password })).toMatchObject(away);
  } finally {
    await database.query(`alter database ${database.name} connection limit -1`);
  }
  expect(await ask(one.url, accessToken)).toEqual(signedIn);
});

test("no password has reached PostgreSQL or a log, and no token is stored", async () => {
  const [stored] = await database.query<{ text: string }>(
    "select string_agg(r::text, ' ') as text from (select a::text from app_private.accounts a union all select s::text from app_private.sessions s) r",
  );
  for (const text of [stored?.text ?? "", one.output(), other.output()])
    for (const secret of [password, newPassword, session.refreshToken]) expect(text).not.toContain(secret);
});
