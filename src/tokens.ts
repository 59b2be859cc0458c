// Issues and verifies the bearer tokens of the development issuer, the only one until identity has its own.
import { jwtVerify, SignJWT } from "jose";
import { webcrypto } from "node:crypto";

/** Who is calling, as an issuer names them. */
export interface Identity {
  readonly issuer: string;
  readonly subject: string;
  /** The user's time zone, when the issuer knows it. */
  readonly zone: string | undefined;
  /** Whether the issuer says that this is one of our operators. */
  readonly isOperator: boolean;
  /** The session that the token is of, where the issuer has sessions that can be ended. */
  readonly session?: string;
}

export type VerifyToken = (token: string) => Promise<Identity | undefined>;

export const developmentIssuer = "urn:stateful-engagement-backend:development";
export const audience = "stateful-engagement-backend";
const algorithm = "HS256";
const type = "at+jwt";
const subjectCharactersMax = 255;
const zoneCharactersMax = 64;
const daysValid = 30;
// Checking a signature costs some 110 µs, looking one up a tenth; a client sends the same token for days.
const cachedTokensMax = 10_000;

/**
 * Makes a token for a subject, valid for 30 days.
 * @param claims zone: the user's time zone, such as Europe/Berlin; PostgreSQL judges whether it exists. isOperator: for an operator
 * @throws RangeError when the subject is empty or longer than 255 characters
 */
export async function issueToken(
  tokenSecret: string,
  subject: string,
  { zone, isOperator }: Partial<Pick<Identity, "zone" | "isOperator">> = {},
): Promise<string> {
  if (!isSubject(subject)) throw new RangeError(`a subject has 1 to ${subjectCharactersMax} characters`);
  return new SignJWT({ ...(zone && { zoneinfo: zone }), ...(isOperator && { operator: true }) })
    .setProtectedHeader({ alg: algorithm, typ: type })
    .setIssuer(developmentIssuer)
    .setAudience(audience)
    .setSubject(subject)
    .setIssuedAt()
    .setExpirationTime(`${daysValid} days`)
    .sign(await keyOf(tokenSecret));
}

/** Makes the function that takes a token and returns who is calling, or undefined when the token is bad or expired. */
export async function createVerifier(tokenSecret: string): Promise<VerifyToken> {
  const key = await keyOf(tokenSecret);
  const known = new Map<string, { identity: Identity; expiresMs: number }>();
  return async (token) => {
    const found = known.get(token);
    if (found && Date.now() < found.expiresMs) return found.identity;
    known.delete(token);
    const verified = await verify(token, key);
    if (!verified) return undefined;
    const oldest = known.size < cachedTokensMax ? undefined : known.keys().next().value;
    if (oldest !== undefined) known.delete(oldest);
    known.set(token, verified);
    return verified.identity;
  };
}

async function verify(token: string, key: webcrypto.CryptoKey) {
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: [algorithm],
      issuer: developmentIssuer,
      audience,
      typ: type,
      requiredClaims: ["exp", "sub"],
    });
    if (!isSubject(payload.sub) || payload.exp === undefined) return undefined;
    const zone = typeof payload.zoneinfo === "string" ? payload.zoneinfo.slice(0, zoneCharactersMax) : undefined;
    const isOperator = payload["operator"] === true;
    return {
      identity: { issuer: developmentIssuer, subject: payload.sub, zone, isOperator },
      expiresMs: payload.exp * 1000,
    };
  } catch {
    return undefined;
  }
}

function isSubject(subject: unknown): subject is string {
  return typeof subject === "string" && subject.length > 0 && subject.length <= subjectCharactersMax;
}

function keyOf(tokenSecret: string): Promise<webcrypto.CryptoKey> {
  const bytes = new TextEncoder().encode(tokenSecret);
  return webcrypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"]);
}
