// The public keys of an OpenID provider: fetched when needed, kept while it is down, and asked for again when a token names one that we do not know.
import { setTimeout as sleep } from "node:timers/promises";
import { createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey } from "jose";
import { errorMessage } from "../user_error.ts";
import { CannotVerifyNow } from "./identity.ts";

export interface KeyTimes {
  /** How long an answer of the provider may take. */
  readonly answerMsMax: number;
  /** After which keys are fetched again before they are used. A key that the provider withdraws is believed for so long. */
  readonly freshMs: number;
  /** Until when keys are used although the provider does not answer. */
  readonly usableMs: number;
  /** The least time between two fetches: so often at most can unknown keys, or an outage, make us ask. */
  readonly pauseMs: number;
}

const usualTimes: KeyTimes = { answerMsMax: 5_000, freshMs: 600_000, usableMs: 86_400_000, pauseMs: 2_000 };
const keysBytesMax = 1_000_000;

/**
 * @param url the provider's jwks_uri
 * @param log told why keys could not be fetched
 * @returns what jose asks for the key of a token; throws CannotVerifyNow when that cannot be known
 */
export function providerKeys(url: URL, log: (line: string) => void, times: KeyTimes = usualTimes): JWTVerifyGetKey {
  let askedAt = -Infinity;
  let fetchedAt = -Infinity;
  let failedAt = -Infinity;
  const remote = createRemoteJWKSet(url, {
    timeoutDuration: times.answerMsMax,
    cacheMaxAge: Infinity, // when they are too old is decided below
    cooldownDuration: Infinity, // and when to ask again
    [customFetch]: async (address, options) => {
      askedAt = Date.now();
      const keys = await usableKeys(await fetch(address, options));
      fetchedAt = Date.now();
      return Response.json(keys);
    },
  });

  async function ask(): Promise<void> {
    try {
      await sleep(Math.max(0, askedAt + times.pauseMs - Date.now()));
      await remote.reload();
    } catch (error) {
      failedAt = Date.now();
      const reason = errorMessage((error as { cause?: unknown }).cause ?? error); // fetch says only that it failed
      log(`The keys of ${url.origin}${url.pathname} cannot be fetched: ${reason}`);
      throw new CannotVerifyNow(reason);
    }
  }

  // Whoever needs keys within the pause waits for its end together with all others, so that a new key is found and not refused.
  let asking: Promise<void> | undefined;
  const reload = () => (asking ??= ask().finally(() => (asking = undefined)));

  return async (header, token) => {
    const age = Date.now() - fetchedAt;
    if (age > times.usableMs) await reload();
    else if (age > times.freshMs) {
      // While the provider is down nobody waits for it again and again.
      const fresher = reload().catch(() => undefined);
      if (Date.now() - failedAt > times.freshMs) await fresher;
    }
    const known = remote.jwks()?.keys ?? [];
    if (header.kid !== undefined && !known.some(({ kid }) => kid === header.kid)) await reload();
    return remote(header, token);
  };
}

async function usableKeys(response: Response): Promise<{ keys: unknown[] }> {
  if (response.status !== 200) throw new errors.JOSEError(`the answer is ${response.status}`);
  const text = await response.text();
  if (text.length > keysBytesMax) throw new errors.JOSEError("the answer is too long");
  const { keys } = JSON.parse(text) as { keys?: unknown };
  if (!Array.isArray(keys) || keys.length === 0) throw new errors.JOSEError("the answer holds no keys");
  return { keys };
}
