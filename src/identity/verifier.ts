// Finds the issuer that a token names, lets it verify the token, and remembers the good ones.
import { decodeJwt, type JWTPayload } from "jose";
import { LRUCache } from "lru-cache";
import { CannotVerifyNow, type Identity, type VerifyToken } from "./identity.ts";

/** One whose tokens are accepted. */
export interface Issuer {
  /** What its tokens have as `iss`. */
  readonly name: string;
  /** For how long a token is believed before it is verified again, should its key be withdrawn. */
  readonly believedMsMax: number;
  /** Throws CannotVerifyNow, or anything else when the token is bad. */
  verify(token: string): Promise<{ payload: JWTPayload; identity: Identity | undefined }>;
}

// Checking a signature costs some 110 µs, looking one up a tenth; a client sends the same token for days.
const rememberedMax = 10_000;

/** Makes the function that tells who is calling. issuers: all whose tokens are accepted, each by another name */
export function createVerifier(issuers: readonly Issuer[]): VerifyToken {
  const byName = new Map(issuers.map((issuer) => [issuer.name, issuer]));
  const remembered = new LRUCache<string, Identity>({ max: rememberedMax });
  return async (token) => {
    const known = remembered.get(token);
    if (known) return known;
    try {
      const issuer = byName.get(decodeJwt(token).iss ?? "");
      const verified = await issuer?.verify(token);
      if (!issuer || !verified?.identity) return undefined;
      const ttl = Math.min((verified.payload.exp ?? 0) * 1000 - Date.now(), issuer.believedMsMax);
      if (ttl >= 1) remembered.set(token, verified.identity, { ttl: Math.floor(ttl) });
      return verified.identity;
    } catch (error) {
      if (error instanceof CannotVerifyNow) throw error;
      return undefined;
    }
  };
}
