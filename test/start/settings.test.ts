// The settings, each at its limits.
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { describeConfig, readConfig } from "../../src/config.ts";
import { UserError } from "../../src/user_error.ts";

const dataDir = mkdtempSync(join(tmpdir(), "engagement-settings-"));
afterAll(() => rmSync(dataDir, { recursive: true }));

const secret = "s".repeat(32);
const read = (env: Record<string, string>) => readConfig({ DATA_DIR: dataDir, TOKEN_SECRET: secret, ...env });

test.each([
  ["PORT", "-1"],
  ["PORT", "65536"],
  ["PORT", "4000.5"],
  ["PORT", "0x10"],
  ["NODE_ENV", "staging"],
  ["TOKEN_SECRET", "s".repeat(31)],
  ["REPLACE_TOKEN_SECRET", "yes"],
  ["LOG_LEVEL", "chatty"],
  ["CORS_ORIGINS", "*"],
  ["CORS_ORIGINS", "null"],
  ["CORS_ORIGINS", "https://*.example.com"],
  ["CORS_ORIGINS", "https://app.example.com/"],
  ["CORS_ORIGINS", "https://app.example.com,app.example.com"],
  ["CORS_ORIGINS", "https://App.example.com"],
  ["CORS_ORIGINS", "https://app.example.com:443"],
  ["RATE_LIMIT_PER_USER", "-1"],
  ["RATE_LIMIT_PER_ADDRESS", "1.5"],
  ["RATE_LIMIT_PER_ADDRESS", "1000001"],
  ["TRUST_PROXY", "true"],
  ["TRUST_PROXY", "11"],
  ["CONNECTIONS_MAX", "0"],
  ["WEB_CONCURRENCY", "0"],
  ["WEB_CONCURRENCY", "all"],
  ["DATABASE_POOL_SIZE", "0"],
  ["DATABASE_POOL_SIZE", "1001"],
  ["ACCOUNTS", "yes"],
  ["ONE_ROUND_TRIP", "no"],
  ["DATABASE_URL", "localhost/engagement"],
  ["DATABASE_URL", "mysql://localhost/engagement"],
  ["DATABASE_URL", "postgres://localhost"],
  ["DATABASE_URL", "postgres://localhost/"],
  ["DATABASE_URL", "postgres://localhost/a/b"],
])("%s=%s is refused in one line that names it", (name, value) => {
  const act = () => read({ [name]: value });
  expect(act).toThrow(UserError);
  expect(act).toThrow(new RegExp(`^${name} .*: .*$`));
});

test.each([
  ["0", 0],
  ["65535", 65_535],
  ["", 4000],
])("PORT=%s is port %d", (value, port) => expect(read({ PORT: value }).port).toBe(port));

test("both schemes of PostgreSQL addresses are taken", () => {
  for (const scheme of ["postgres", "postgresql"])
    expect(read({ DATABASE_URL: `${scheme}://u:p@h/d` }).databaseUrl).toBe(`${scheme}://u:p@h/d`);
});

test.each([
  ["1", true],
  ["0", false],
  ["", false],
])("REPLACE_TOKEN_SECRET=%s is %p", (value, may) =>
  expect(read({ REPLACE_TOKEN_SECRET: value }).mayReplaceTokenSecret).toBe(may));

test.each([
  ["1", true],
  ["0", false],
  ["", false],
])("ACCOUNTS=%s is %p", (value, has) => expect(read({ ACCOUNTS: value }).hasAccounts).toBe(has));

test.each([
  ["1", true],
  ["0", false],
  ["", true],
])("ONE_ROUND_TRIP=%s is %p", (value, isOne) => expect(read({ ONE_ROUND_TRIP: value }).graphql.isOneRoundTrip).toBe(isOne));

test("production needs TOKEN_SECRET", () =>
  expect(() => read({ NODE_ENV: "production", TOKEN_SECRET: "" })).toThrow(/^TOKEN_SECRET is missing/));

describe("of an OpenID provider", () => {
  const provider = { OIDC_ISSUER: "https://login.example.com/", OIDC_AUDIENCE: "engagement", OIDC_JWKS_URL: "https://login.example.com/keys" };

  test("issuer, audience and keys are enough", () =>
    expect(read(provider).provider).toMatchObject({ algorithms: ["RS256"], tokenType: "at+jwt", operator: undefined }));
  test("nothing is nobody", () => expect(read({}).provider).toBeUndefined());
  test("http will do in development", () =>
    expect(read({ ...provider, OIDC_JWKS_URL: "http://localhost/keys" }).provider?.keysUrl.href).toBe("http://localhost/keys"));

  test.each<[string, Record<string, string>]>([
    ["OIDC_ISSUER", { OIDC_ISSUER: "" }],
    ["OIDC_ISSUER", { OIDC_ISSUER: "urn:stateful-engagement-backend:development" }],
    ["OIDC_ISSUER", { OIDC_ISSUER: "urn:stateful-engagement-backend:accounts" }],
    ["OIDC_AUDIENCE", { OIDC_AUDIENCE: "" }],
    ["OIDC_JWKS_URL", { OIDC_JWKS_URL: "" }],
    ["OIDC_JWKS_URL", { OIDC_JWKS_URL: "login.example.com/keys" }],
    ["OIDC_JWKS_URL", { OIDC_JWKS_URL: "file:///etc/passwd" }],
    ["OIDC_JWKS_URL", { OIDC_JWKS_URL: "https://user:word@login.example.com/keys" }],
    ["OIDC_JWKS_URL", { OIDC_JWKS_URL: "http://login.example.com/keys", NODE_ENV: "production", DATABASE_URL: "postgres://u:p@h/d" }],
    ["OIDC_ALGORITHMS", { OIDC_ALGORITHMS: "RS256,HS256" }],
    ["OIDC_ALGORITHMS", { OIDC_ALGORITHMS: "none" }],
    ["OIDC_OPERATOR_VALUE", { OIDC_OPERATOR_CLAIM: "roles" }],
    ["OIDC_OPERATOR_CLAIM", { OIDC_OPERATOR_VALUE: "operator" }],
  ])("a wrong %s is refused in one line that names it: %p", (name, wrong) => {
    const act = () => read({ ...provider, ...wrong });
    expect(act).toThrow(UserError);
    expect(act).toThrow(new RegExp(`^${name} .*: .*$`));
  });
});

describe("production", () => {
  const production = (env: Record<string, string>) => read({ NODE_ENV: "production", DATABASE_URL: "postgres://u:p@h/d", ...env });

  test("needs DATABASE_URL", () => expect(() => production({ DATABASE_URL: "" })).toThrow(/^DATABASE_URL is missing: .*/));

  test.each(["postgres://postgres:development@h/d", "postgres://h/d?user=postgres&password=development"])(
    "does not take the password that docker-compose.yml has for development: %s",
    (url) => expect(() => production({ DATABASE_URL: url })).toThrow(/^DATABASE_URL has the password .*: set POSTGRES_PASSWORD/),
  );

  test("limits and logs unless told otherwise; elsewhere it is the other way round", () => {
    expect(production({}).http).toMatchObject({ logLevel: "info", requestsPerUser: 600, requestsPerAddress: 300 });
    expect(read({}).http).toMatchObject({ logLevel: "warn", requestsPerUser: 0, requestsPerAddress: 0 });
    expect(production({ RATE_LIMIT_PER_USER: "0", LOG_LEVEL: "error" }).http).toMatchObject({ logLevel: "error", requestsPerUser: 0 });
  });
});

test("without more settings nobody is trusted, and no page of another origin", () =>
  expect(read({}).http).toMatchObject({ corsOrigins: [], trustedProxies: 0, connectionsMax: 10_000, poolSize: undefined, workers: 1 }));

test("a process for each core on demand", () => expect(read({ WEB_CONCURRENCY: "auto" }).http.workers).toBe(availableParallelism()));

test("origins are those of pages and of apps, each once named exactly", () =>
  expect(read({ CORS_ORIGINS: "https://app.example.com, http://localhost:5173,capacitor://localhost" }).http.corsOrigins).toEqual([
    "https://app.example.com",
    "http://localhost:5173",
    "capacitor://localhost",
  ]));

test("development makes a secret once, that only its owner can read", () => {
  const made = read({ TOKEN_SECRET: "" }).tokenSecret;
  expect(made.length).toBeGreaterThanOrEqual(32);
  expect(read({ TOKEN_SECRET: "" }).tokenSecret).toBe(made);
  expect(statSync(join(dataDir, "token-secret")).mode & 0o777).toBe(0o600);
});

test("the settings in words hold no secret", () => {
  const words = describeConfig(read({ DATABASE_URL: "postgres://u:pass-word@h/d?password=pass-word" }));
  expect(words).not.toContain("pass-word");
  expect(words).not.toContain(secret);
});

test("they say who may call, and how often", () => {
  expect(describeConfig(read({}))).toMatch(/, no accounts, any number of requests of a user, any number of requests without a good token from an address$/);
  const asked = { ACCOUNTS: "1", CORS_ORIGINS: "https://app.example.com", WEB_CONCURRENCY: "2", RATE_LIMIT_PER_USER: "60", RATE_LIMIT_PER_ADDRESS: "30" };
  expect(describeConfig(read(asked))).toMatch(
    /, accounts, pages of https:\/\/app.example.com may call, 2 workers, 60 requests a minute of a user, 30 requests a minute without a good token from an address$/,
  );
});
