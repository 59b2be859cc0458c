// Issues and verifies the access tokens of our own accounts.
import { jwtVerify, SignJWT } from "jose";
import { webcrypto } from "node:crypto";
import { audience, identityFrom, requiredClaims } from "../identity/identity.ts";
import type { Issuer } from "../identity/verifier.ts";
import { keyFor } from "./keys.ts";

export const accountsIssuer = "urn:stateful-engagement-backend:accounts";
const algorithm = "HS256";
const type = "at+jwt";
const secondsValid = 15 * 60;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What an access token says. */
export interface SessionOfAccount {
  readonly accountId: string;
  readonly sessionId: string;
  readonly zone: string | null;
  readonly isOperator: boolean;
}

export interface AccessTokens {
  /** Makes a token for a session, valid for 15 minutes or until the session ends. */
  issue(session: SessionOfAccount): Promise<{ accessToken: string; expiresAt: string }>;
  /** Says of a token whose session it is; the session may have ended. */
  readonly issuer: Issuer;
}

/** Takes TOKEN_SECRET; the key made of it signs nothing else. */
export async function createAccessTokens(tokenSecret: string): Promise<AccessTokens> {
  const bytes = keyFor(tokenSecret, "access tokens");
  const key = await webcrypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"]);
  return {
    async issue({ accountId, sessionId, zone, isOperator }) {
      const now = Math.floor(Date.now() / 1000);
      const claims = { sid: sessionId, ...(zone && { zoneinfo: zone }), ...(isOperator && { operator: true }) };
      const accessToken = await new SignJWT(claims)
        .setProtectedHeader({ alg: algorithm, typ: type })
        .setIssuer(accountsIssuer)
        .setAudience(audience)
        .setSubject(accountId)
        .setIssuedAt(now)
        .setExpirationTime(now + secondsValid)
        .sign(key);
      return { accessToken, expiresAt: new Date((now + secondsValid) * 1000).toISOString() };
    },
    issuer: { name: accountsIssuer, believedMsMax: Infinity, verify: async (token) => verify(token, key) },
  };
}

async function verify(token: string, key: webcrypto.CryptoKey): ReturnType<Issuer["verify"]> {
  const { payload } = await jwtVerify(token, key, {
    algorithms: [algorithm],
    issuer: accountsIssuer,
    audience,
    typ: type,
    requiredClaims: [...requiredClaims, "sid"],
  });
  const { sub, sid, operator } = payload;
  if (!sub || !uuid.test(sub) || typeof sid !== "string" || !uuid.test(sid)) return { payload, identity: undefined };
  const identity = identityFrom(accountsIssuer, payload, operator === true);
  return { payload, identity: identity && { ...identity, session: sid } };
}
