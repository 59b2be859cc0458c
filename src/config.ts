// Reads the environment once, so that a wrong setting is one clear line at the start and not a surprise later.
import { randomBytes } from "node:crypto";
import { chmodSync, linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Environment, readSwitch } from "./env_values.ts";
import { readGraphqlSettings, type GraphqlSettings } from "./graphql/settings.ts";
import { readProvider, type ProviderSettings } from "./identity/settings.ts";
import { type HttpSettings, readHttpSettings } from "./server/settings.ts";
import { errorCode, errorMessage, UserError } from "./user_error.ts";

export interface Config {
  readonly mode: "development" | "production" | "test";
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  /** The administrator's connection; undefined means the embedded PostgreSQL. */
  readonly databaseUrl: string | undefined;
  readonly dataDir: string;
  readonly tokenSecret: string;
  /** Whether the secret came from the environment rather than from `dataDir`. */
  readonly tokenSecretIsGiven: boolean;
  /** Whether servers that have another secret may be shut out of PostgreSQL. */
  readonly mayReplaceTokenSecret: boolean;
  /** Whose tokens are accepted beside our own; undefined for nobody's. */
  readonly provider: ProviderSettings | undefined;
  readonly http: HttpSettings;
  /** Whether there are accounts of our own, with e-mail address and password. */
  readonly hasAccounts: boolean;
  readonly graphql: GraphqlSettings;
}

export const projectDir = resolve(import.meta.dirname, "..");
export const embeddedDatabaseName = "engagement";
const secretCharactersMin = 32;
const composePassword = "development";

/** Reads and checks the settings that say where the database is. Throws a UserError as readConfig does. */
export function readDatabaseConfig(env: Environment = process.env): Pick<Config, "databaseUrl" | "dataDir"> {
  return { databaseUrl: readDatabaseUrl(env.DATABASE_URL), dataDir: resolve(projectDir, env.DATA_DIR || ".data") };
}

/**
 * Reads and checks the settings; makes the development secret when there is none.
 * @param env the environment, `process.env` unless a test says otherwise
 * @throws UserError with one line that names the setting, what is wrong and what to do
 */
export function readConfig(env: Environment = process.env): Config {
  const mode = readMode(env.NODE_ENV);
  const port = readPort(env.PORT);
  const database = readDatabaseConfig(env);
  const tokenSecret = readTokenSecret(env.TOKEN_SECRET, mode, database.dataDir);
  if (mode === "production") refuseDevelopmentDatabase(database.databaseUrl);
  return {
    mode,
    host: env.HOST || "127.0.0.1",
    port,
    ...database,
    tokenSecret,
    tokenSecretIsGiven: Boolean(env.TOKEN_SECRET),
    mayReplaceTokenSecret: readSwitch(env, "REPLACE_TOKEN_SECRET"),
    provider: readProvider(env, mode),
    http: readHttpSettings(env, mode === "production"),
    hasAccounts: readSwitch(env, "ACCOUNTS"),
    graphql: readGraphqlSettings(env),
  };
}

/** Takes a connection string, returns it without its password, fit for a log. */
export function withoutPassword(connectionString: string): string {
  const url = new URL(connectionString);
  if (url.password) url.password = "***";
  if (url.searchParams.has("password")) url.searchParams.set("password", "***");
  return url.href;
}

/** Takes the settings, returns them in words that hold no secret. */
export function describeConfig(config: Config): string {
  const secret = config.tokenSecretIsGiven ? "from TOKEN_SECRET" : `from ${join(config.dataDir, "token-secret")}`;
  const database = config.databaseUrl ? withoutPassword(config.databaseUrl) : `embedded, in ${config.dataDir}`;
  const { workers, corsOrigins, requestsPerUser, requestsPerAddress } = config.http;
  const limit = (requests: number): string => (requests === 0 ? "any number of requests" : `${requests} requests a minute`);
  return [
    `${config.mode}, http://${config.host}:${config.port}, PostgreSQL ${database}, token secret ${secret}`,
    ...(config.provider ? [`tokens of ${config.provider.issuer} too`] : []),
    config.hasAccounts ? "accounts" : "no accounts",
    ...(corsOrigins.length > 0 ? [`pages of ${corsOrigins.join(", ")} may call`] : []),
    ...(workers > 1 ? [`${workers} workers`] : []),
    `${limit(requestsPerUser)} of a user, ${limit(requestsPerAddress)} without a good token from an address`,
  ].join(", ");
}

function readMode(value: string | undefined): Config["mode"] {
  if (!value) return "development";
  if (value === "development" || value === "production" || value === "test") return value;
  throw new UserError(`NODE_ENV is "${value}": set it to development, production or test, or leave it out.`);
}

function readPort(value: string | undefined): number {
  if (!value) return 4000;
  const port = Number(value);
  if (/^\d+$/.test(value) && port <= 65_535) return port;
  throw new UserError(`PORT is "${value}": set it to a whole number from 1 to 65535, or to 0 for any free port.`);
}

// Never repeats the value: it may hold a password.
function readDatabaseUrl(value: string | undefined): string | undefined {
  if (!value) return undefined;
  const example = "such as postgres://user:password@host:5432/engagement";
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url)
    throw new UserError(`DATABASE_URL is not a URL: set it to one ${example}, special characters percent-encoded.`);
  if (url.protocol !== "postgres:" && url.protocol !== "postgresql:")
    throw new UserError(`DATABASE_URL begins with "${url.protocol}": set it to a PostgreSQL address ${example}.`);
  if (!/^\/[^/]+$/.test(url.pathname))
    throw new UserError(`DATABASE_URL names no database: put its name after the host, ${example}.`);
  return value;
}

// The embedded one is on this machine alone, and nobody backs it up.
function refuseDevelopmentDatabase(databaseUrl: string | undefined): void {
  if (!databaseUrl)
    throw new UserError(
      "DATABASE_URL is missing: NODE_ENV=production needs a PostgreSQL that is kept, such as postgres://user:password@host:5432/engagement",
    );
  const { password, searchParams } = new URL(databaseUrl);
  if ([password, searchParams.get("password")].includes(composePassword))
    throw new UserError(
      "DATABASE_URL has the password that docker-compose.yml gives for development: set POSTGRES_PASSWORD to another one, for example the output of: openssl rand -hex 24",
    );
}

function readTokenSecret(value: string | undefined, mode: Config["mode"], dataDir: string): string {
  if (value && value.length >= secretCharactersMin) return value;
  if (value)
    throw new UserError(
      `TOKEN_SECRET has ${value.length} characters: give at least ${secretCharactersMin}, for example the output of: openssl rand -hex 32`,
    );
  if (mode === "production")
    throw new UserError(
      "TOKEN_SECRET is missing: NODE_ENV=production needs one, for example the output of: openssl rand -hex 32",
    );
  try {
    return keptSecret(dataDir);
  } catch (error) {
    throw new UserError(
      `DATA_DIR ${dataDir} cannot be used (${errorMessage(error)}): set DATA_DIR to a folder that can be written.`,
    );
  }
}

// `link` fails when another process was first, and never shows a half-written file.
function keptSecret(dataDir: string): string {
  const file = join(dataDir, "token-secret");
  if (mkdirSync(dataDir, { recursive: true })) chmodSync(dataDir, 0o711);
  const draft = `${file}.${process.pid}.${randomBytes(4).toString("hex")}`;
  try {
    return readFileSync(file, "utf8").trim();
  } catch (error) {
    if (errorCode(error) !== "ENOENT") throw error;
  }
  writeFileSync(draft, `${randomBytes(32).toString("hex")}\n`, { mode: 0o600 });
  try {
    linkSync(draft, file);
  } catch (error) {
    if (errorCode(error) !== "EEXIST") throw error;
  } finally {
    unlinkSync(draft);
  }
  return readFileSync(file, "utf8").trim();
}
