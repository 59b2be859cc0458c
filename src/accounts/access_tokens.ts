// Issues and verifies the access tokens of our own accounts.
import { jwtVerify, SignJWT } from "jose";
import { webcrypto } from "node:crypto";
import { audience, type Identity, type VerifyToken } from "../tokens.ts";
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
  /** Who is calling, or undefined when the token is bad, expired or not of our accounts. The session may have ended. */
  verify: VerifyToken;
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
    verify: (token) => verify(token, key),
  };
}

async function verify(token: string, key: webcrypto.CryptoKey): Promise<Identity | undefined> {
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: [algorithm],
      issuer: accountsIssuer,
      audience,
      typ: type,
      requiredClaims: ["exp", "sub", "sid"],
    });
    const { sub, sid, zoneinfo, operator } = payload;
    if (!sub || !uuid.test(sub) || typeof sid !== "string" || !uuid.test(sid)) return undefined;
    return {
      issuer: accountsIssuer,
      subject: sub,
      zone: typeof zoneinfo === "string" ? zoneinfo : undefined,
      isOperator: operator === true,
      session: sid,
    };
  } catch {
    return undefined;
  }
}
