// Reads the settings of what stands around GraphQL: logs, origins, limits, proxies, connections.
import { availableParallelism } from "node:os";
import { type Environment, readNumber } from "../env_values.ts";
import { type LogLevel, logLevels } from "../log.ts";
import { UserError } from "../user_error.ts";

export interface HttpSettings {
  readonly logLevel: LogLevel;
  /** Origins whose pages may call us; empty: none but our own. */
  readonly corsOrigins: readonly string[];
  /** Requests a minute of one user; 0: any number. */
  readonly requestsPerUser: number;
  /** Requests a minute without a good token from one address; 0: any number. */
  readonly requestsPerAddress: number;
  /** How many proxies in front of us tell the truth in X-Forwarded-For. */
  readonly trustedProxies: number;
  /** Of clients, to all processes together. */
  readonly connectionsMax: number;
  /** Connections to PostgreSQL of each process; undefined lets them follow from cores and max_connections. */
  readonly poolSize: number | undefined;
  /** The processes that serve. */
  readonly workers: number;
}

/**
 * Reads and checks them.
 * @param isProduction whether the defaults are those of production
 * @throws UserError with one line that names the setting, what is wrong and what to do
 */
export function readHttpSettings(env: Environment, isProduction: boolean): HttpSettings {
  return {
    logLevel: readLogLevel(env["LOG_LEVEL"], isProduction),
    corsOrigins: readOrigins(env["CORS_ORIGINS"]),
    requestsPerUser: readNumber(env, "RATE_LIMIT_PER_USER", { min: 0, max: 1_000_000, otherwise: isProduction ? 600 : 0 }),
    requestsPerAddress: readNumber(env, "RATE_LIMIT_PER_ADDRESS", { min: 0, max: 1_000_000, otherwise: isProduction ? 300 : 0 }),
    trustedProxies: readNumber(env, "TRUST_PROXY", { min: 0, max: 10, otherwise: 0 }),
    connectionsMax: readNumber(env, "CONNECTIONS_MAX", { min: 1, max: 1_000_000, otherwise: 10_000 }),
    poolSize: readNumber(env, "DATABASE_POOL_SIZE", { min: 1, max: 1_000, otherwise: undefined }),
    workers: readWorkers(env),
  };
}

function readWorkers(env: Environment): number {
  if (env["WEB_CONCURRENCY"] === "auto") return availableParallelism();
  return readNumber(env, "WEB_CONCURRENCY", { min: 1, max: 64, otherwise: 1 });
}

function readLogLevel(value: string | undefined, isProduction: boolean): LogLevel {
  if (!value) return isProduction ? "info" : "warn"; // a newcomer's terminal stays readable
  const level = logLevels.find((one) => one === value);
  if (level) return level;
  throw new UserError(`LOG_LEVEL is "${value}": set it to ${logLevels.join(", ")}, or leave it out.`);
}

function readOrigins(value: string | undefined): string[] {
  const origins = (value ?? "").split(",").map((one) => one.trim()).filter(Boolean);
  for (const origin of origins)
    if (!isOrigin(origin))
      throw new UserError(
        `CORS_ORIGINS has "${origin}": list exact origins, such as https://app.example.com,https://example.com:8443, without paths and wildcards.`,
      );
  return origins;
}

// Of schemes that it does not know, such as an app's own, URL says no origin.
function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  if (/^https?:/i.test(text)) return !text.includes("*") && new URL(text).origin === text;
  return /^[a-z][a-z0-9+.-]*:\/\/[a-z0-9.-]+$/.test(text);
}
