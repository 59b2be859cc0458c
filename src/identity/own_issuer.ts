// Our own issuer, by TOKEN_SECRET: for development, and for an app whose own backend knows who is who.
import { jwtVerify, SignJWT } from "jose";
import { webcrypto } from "node:crypto";
import { audience, identityFrom, isSubject, requiredClaims, type Identity } from "./identity.ts";
import type { Issuer } from "./verifier.ts";

// Users' ids are derived from it, so it stays what it is.
export const developmentIssuer = "urn:stateful-engagement-backend:development";
const algorithm = "HS256";
const type = "at+jwt";
const daysValid = 30;

/**
 * Makes a token for a subject, valid for 30 days.
 * @param claims zone: the user's time zone, such as Europe/Berlin; PostgreSQL judges whether it exists. isOperator: for an operator
 * @throws RangeError when the subject is empty, longer than 255 characters, or has control characters
 */
export async function issueToken(
  tokenSecret: string,
  subject: string,
  { zone, isOperator }: Partial<Pick<Identity, "zone" | "isOperator">> = {},
): Promise<string> {
  if (!isSubject(subject)) throw new RangeError("a subject has 1 to 255 characters, none of them a control character");
  return new SignJWT({ ...(zone && { zoneinfo: zone }), ...(isOperator && { operator: true }) })
    .setProtectedHeader({ alg: algorithm, typ: type })
    .setIssuer(developmentIssuer)
    .setAudience(audience)
    .setSubject(subject)
    .setIssuedAt()
    .setExpirationTime(`${daysValid} days`)
    .sign(await keyOf(tokenSecret));
}

/** The issuer whose tokens issueToken makes. */
export async function ownIssuer(tokenSecret: string): Promise<Issuer> {
  const key = await keyOf(tokenSecret);
  return {
    name: developmentIssuer,
    believedMsMax: Infinity,
    async verify(token) {
      const { payload } = await jwtVerify(token, key, {
        algorithms: [algorithm],
        issuer: developmentIssuer,
        audience,
        typ: type,
        requiredClaims,
      });
      return { payload, identity: identityFrom(developmentIssuer, payload, payload["operator"] === true) };
    },
  };
}

function keyOf(tokenSecret: string): Promise<webcrypto.CryptoKey> {
  const bytes = new TextEncoder().encode(tokenSecret);
  return webcrypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"]);
}
