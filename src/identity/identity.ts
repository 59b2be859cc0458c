// Who is calling, as an issuer names them, and what of a token's claims we take.
import type { JWTPayload } from "jose";

export interface Identity {
  readonly issuer: string;
  readonly subject: string;
  /** The user's time zone, when the issuer knows it. */
  readonly zone: string | undefined;
  /** Whether the issuer says that this is one of our operators. */
  readonly isOperator: boolean;
  /** The session that the token is of, where its issuer ends sessions before their tokens do. */
  readonly session?: string;
}

/** Takes a token, returns who is calling, or undefined when the token is bad or expired. Throws CannotVerifyNow. */
export type VerifyToken = (token: string) => Promise<Identity | undefined>;

/** The token may be good or bad: its issuer's keys cannot be had, so nobody may be told that they are signed out. */
export class CannotVerifyNow extends Error {}

export const audience = "stateful-engagement-backend";

/** What each issuer's verifier asks of jose, besides what only it knows. */
export const requiredClaims = ["exp", "sub"];

/**
 * Takes the claims of a verified token.
 * @returns undefined when they name nobody whom PostgreSQL could tell from everybody else
 */
export function identityFrom(issuer: string, claims: JWTPayload, isOperator: boolean): Identity | undefined {
  const { sub: subject, zoneinfo: zone } = claims;
  if (!isSubject(subject)) return undefined;
  return { issuer, subject, zone: isZoneLike(zone) ? zone : undefined, isOperator };
}

/** Whether it has 1 to 255 characters and survives the way to PostgreSQL: no NUL or other control, no half of a surrogate pair. */
export function isSubject(subject: unknown): subject is string {
  return typeof subject === "string" && /^\P{C}{1,255}$/u.test(subject);
}

// Whether it exists is PostgreSQL's to judge.
function isZoneLike(zone: unknown): zone is string {
  return typeof zone === "string" && /^[\w+/-]{1,64}$/.test(zone);
}
