/** Tokens that an attacker could make, and tokens that are not meant for us: none is accepted, none has an effect. */
import { createHmac } from "node:crypto";
import { CompactEncrypt, exportJWK, exportPKCS8, exportSPKI, generateKeyPair, importPKCS8 } from "jose";
import type { JWTHeaderParameters } from "jose";
import { accountsIssuer, createAccessTokens } from "../../src/accounts/access_tokens.ts";
import { developmentIssuer, issueToken } from "../../src/identity/own_issuer.ts";
import { createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { startServer } from "../support/server.ts";
import type { TestServer } from "../support/server.ts";
import { testSecret } from "../support/template.ts";
import { audience, issuer, signBy, startProvider } from "./provider.ts";
import type { Claims, Key, Provider } from "./provider.ts";

let database: TestDatabase;
let provider: Provider;
let server: TestServer;
let key: Key;
let strangers: Key;

beforeAll(async () => {
  [database, provider] = await Promise.all([createTestDatabase(), startProvider()]);
  key = await provider.addKey("key-1");
  strangers = { kid: "key-1", ...(await generateKeyPair("RS256", { extractable: true })) };
  server = await startServer(database, "test", {
    ACCOUNTS: "1",
    OIDC_ISSUER: issuer,
    OIDC_AUDIENCE: audience,
    OIDC_JWKS_URL: provider.url.href,
    OIDC_OPERATOR_CLAIM: "realm_access.roles",
    OIDC_OPERATOR_VALUE: "engagement-operator",
  });
});

afterAll(async () => {
  await server.stop();
  await Promise.all([database.drop(), provider.down()]);
});

async function checkIn(authorization: string): Promise<{ status: number; body: string }> {
  const response = await fetch(server.url, {
    method: "POST",
    headers: { "content-type": "application/json", authorization },
    body: JSON.stringify({ query: "mutation { checkIn(input: {}) { result { day } } }" }),
  });
  return { status: response.status, body: await response.text() };
}

/** Signed with HMAC by hand, as no library would. secret: the key, or null for no signature at all. */
function byHand(claims: Claims, header: Record<string, unknown> = {}, secret: string | Buffer | null = testSecret): string {
  const now = Math.floor(Date.now() / 1000);
  const ours = { iss: developmentIssuer, aud: "stateful-engagement-backend", sub: "mallory", iat: now, exp: now + 300 };
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const text = `${part({ alg: "HS256", typ: "at+jwt", ...header })}.${part({ ...ours, ...claims })}`;
  const signature = secret === null ? "" : createHmac("sha256", secret).update(text).digest("base64url");
  return `${text}.${signature}`;
}

const theirs = (claims: Claims, header?: Partial<JWTHeaderParameters>) => () => signBy(key, claims, header);
const ours = (claims: Claims, header?: Record<string, unknown>) => () => byHand(claims, header);
const long = "x".repeat(256);
const past = 1_000_000_000;
const providers = { iss: issuer, aud: audience };
const id = "01234567-89ab-4def-8123-456789abcdef";
const half = "\u{d800}";

test("the good ones of both issuers are accepted", async () => {
  for (const token of [byHand({}), await signBy(key), await issueToken(testSecret, "alice"), await signBy(key, { aud: ["other", audience] })])
    expect(await checkIn(`Bearer ${token}`)).toMatchObject({ status: 200, body: expect.stringContaining('"day"') });
  await database.query("truncate app_private.users, app_private.user_states, app_public.journal_entries, app_private.day_marks, app_private.reward_unlocks, app_private.reward_claims");
});

describe("refused is a token", () => {
  test.each<[string, () => string | Promise<string>]>([
    ["without signature: alg none", () => byHand({}, { alg: "none" }, null)],
    ["without signature: alg NoNe", () => byHand({}, { alg: "NoNe" }, null)],
    ["without signature, that says HS256", () => byHand({}, {}, null)],
    ["of alg none, with a signature", ours({}, { alg: "none" })],
    ["signed with another secret", () => byHand({}, {}, "another secret of 32 characters..")],
    ["signed with no secret", () => byHand({}, {}, "")],
    ["that says HS512", ours({}, { alg: "HS512" })],
    ["that says RS256 and is signed with the secret", ours({}, { alg: "RS256" })],
    ["whose kid would be a file of zeros", () => byHand({}, { kid: "../../../../dev/null" }, "")],
    ["whose kid would be SQL", () => byHand({}, { kid: "x' union select 'secret" }, "secret")],
    ["that expired", ours({ exp: past })],
    ["that never expires", ours({ exp: undefined })],
    ["whose expiry is a text", ours({ exp: "9999999999" })],
    ["that is not valid yet", ours({ nbf: 9_999_999_999 })],
    ["for another audience", ours({ aud: "other" })],
    ["for no audience", ours({ aud: undefined })],
    ["of another issuer", ours({ iss: "https://evil.example.com/" })],
    ["of no issuer", ours({ iss: undefined })],
    ["whose issuer is a list", ours({ iss: [developmentIssuer] })],
    ["of another type", ours({}, { typ: "JWT" })],
    ["of no type", ours({}, { typ: undefined })],
    ["with a critical extension that we do not know", ours({}, { crit: ["x"], x: 1 })],
    ["whose payload is not encoded", ours({}, { crit: ["b64"], b64: false })],
    ["that names nobody", ours({ sub: undefined })],
    ["whose subject is a number", ours({ sub: 1 })],
    ["whose subject is empty", ours({ sub: "" })],
    ["whose subject is too long", ours({ sub: long })],
    ["whose subject has a NUL", ours({ sub: "mallory\0" })],
    ["whose subject has half a character", ours({ sub: `mallory${half}` })],
    ["whose subject turns the reading direction", ours({ sub: "mallory\u{202e}" })],
    ["of our accounts, signed with the secret of our own issuer", ours({ iss: accountsIssuer, sub: id, sid: id })],
    ["of our accounts, of a session that was never opened", async () => (await createAccessTokens(testSecret)).issue({ accountId: id, sessionId: id, zone: null, isOperator: true }).then(({ accessToken }) => accessToken)],
    ["of the provider, that expired", theirs({ exp: past })],
    ["of the provider, that never expires", theirs({ exp: undefined })],
    ["of the provider, for another audience", theirs({ aud: "other" })],
    ["of the provider's key, in our name", theirs({ iss: developmentIssuer, aud: "stateful-engagement-backend" })],
    ["of the provider, that is an ID token", theirs({}, { typ: "JWT" })],
    ["of the provider, with another algorithm of the same key", async () => signBy({ ...key, privateKey: await importPKCS8(await exportPKCS8(key.privateKey), "RS512") }, {}, { alg: "RS512" })],
    ["signed with our secret, in the provider's name", ours(providers)],
    ["of the provider's key, by a stranger", () => signBy(strangers)],
    ["of a key that the provider has not", () => signBy({ ...strangers, kid: "key-2" })],
    ["with its own key in the header", async () => signBy(strangers, {}, { jwk: await exportJWK(strangers.publicKey) })],
    ["with an address of its key in the header", () => signBy(strangers, {}, { jku: "https://evil.example.com/keys", kid: "key-1" })],
    ["with a certificate in the header", () => signBy(strangers, {}, { x5c: ["MIIB"], x5u: "https://evil.example.com/cert" })],
    ["signed with the provider's public key as secret", async () => byHand(providers, { kid: "key-1" }, await exportSPKI(key.publicKey))],
    ["signed with the provider's public key's modulus as secret", () => byHand(providers, { kid: "key-1" }, Buffer.from(provider.keys[0]?.n ?? "", "base64url"))],
    ["that was changed after it was signed", async () => (await signBy(key)).replace(/\.[^.]+\./, `.${Buffer.from(JSON.stringify({ ...providers, sub: "bob", exp: 9_999_999_999 })).toString("base64url")}.`)],
    ["whose signature is cut", async () => (await signBy(key)).slice(0, -4)],
    ["that is encrypted", () => new CompactEncrypt(Buffer.from("{}")).setProtectedHeader({ alg: "dir", enc: "A256GCM" }).encrypt(Buffer.alloc(32))],
    ["of two dots", () => ".."],
    ["of 8,001 characters", () => byHand({ filler: "x".repeat(6_000) }).padEnd(8_001, "A")],
  ])("%s", async (_what, make) => {
    const { status, body } = await checkIn(`Bearer ${await make()}`);
    expect(status).toBe(401);
    expect(JSON.parse(body)).toMatchObject({ errors: [{ extensions: { code: "SIGNED_OUT" } }] });
  });

  test("of a megabyte, before anybody reads it", async () => {
    expect((await checkIn(`Bearer ${"x".repeat(1_000_000)}`)).status).toBe(431);
  });

  test("of another scheme, or none, or two", async () => {
    const token = byHand({});
    for (const header of [`Basic ${token}`, token, `Bearer ${token}, Bearer ${token}`, `Bearer ${token} ${token}`, "Bearer"])
      expect((await checkIn(header)).status).toBe(401);
  });

  test("and none of them had an effect", async () => {
    expect(await database.query("select subject from app_private.users")).toEqual([]);
  });
});

describe("who is an operator", () => {
  const rewards = "{ rewards { nodes { rewardId } } }";
  const codeFor = async (token: string): Promise<unknown> => {
    const response = await fetch(server.url, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: rewards }),
    });
    const { errors } = (await response.json()) as { errors?: { extensions: { code: string } }[] };
    return errors?.[0]?.extensions.code;
  };

  test("says the configured claim of the provider", async () => {
    expect(await codeFor(await signBy(key, { realm_access: { roles: ["x", "engagement-operator"] } }))).toBeUndefined();
  });

  test.each<[string, Claims]>([
    ["another value of it", { realm_access: { roles: ["engagement-operator-not"] } }],
    ["a claim elsewhere", { roles: ["engagement-operator"] }],
    ["our own issuer's claim", { operator: true }],
    ["a database role", { role: "app_operator", roles: ["app_owner", "postgres"] }],
  ])("and not %s", async (_what, claims) => {
    expect(await codeFor(await signBy(key, claims))).toBe("NOT_AN_OPERATOR");
  });
});

test("while the provider has never answered its tokens cannot be judged, and ours can", async () => {
  await provider.down();
  const another = await startServer(database, "test", { OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience, OIDC_JWKS_URL: provider.url.href });
  const token = await signBy(key);
  const response = await fetch(another.url, { method: "POST", headers: { "content-type": "application/json", authorization: `Bearer ${token}` }, body: "{}" });
  expect([response.status, response.headers.has("retry-after"), await response.json()]).toMatchObject([503, true, { errors: [{ extensions: { code: "UNAVAILABLE" } }] }]);
  expect(another.output()).toContain("cannot be fetched");
  expect(await another.send("alice", "{ me { userId } }")).toMatchObject({ status: 200 });
  await another.stop();
  await provider.up();
});
