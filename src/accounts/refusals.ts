// What is refused about accounts, and how each failure is answered: in the shape of all our errors, and with nothing of the inside.
import type { ErrorRequestHandler } from "express";
import { isOutage } from "../database/outage.ts";
import { refusalCodes } from "../graphql/errors.ts";
import { log } from "../log.ts";
import { refuse } from "../server/refuse.ts";
import { errorCode } from "../user_error.ts";
import { BusyError } from "./passwords.ts";

/** A request that is refused: by which status and code, why, and what to do. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  /** After how many seconds to try again, if that helps. */
  readonly retryAfterSeconds: number | undefined;

  constructor(status: number, code: string, message: string, retryAfterSeconds?: number) {
    super(message);
    [this.status, this.code, this.retryAfterSeconds] = [status, code, retryAfterSeconds];
  }
}

export const signedOut = () => new Refusal(401, "SIGNED_OUT", "The session has ended: sign in again.");

/** One answer for a wrong password and for an address that has no account. */
export const wrongCredentials = (status: 401 | 403) =>
  new Refusal(status, "WRONG_CREDENTIALS", "E-mail address and password do not belong together: check both.");

export const tooManyAttempts = (seconds: number) =>
  new Refusal(429, "TOO_MANY_ATTEMPTS", `There were too many attempts: try again in ${seconds} s.`, seconds);

const busy = new Refusal(503, "UNAVAILABLE", "Too many are signing in just now: try again in a few seconds.", 5);
const databaseAway = new Refusal(503, "UNAVAILABLE", "The database cannot answer just now: try again in a second.", 1);
const noValue = new Refusal(400, "INVALID_INPUT", "A value cannot be understood: check its format and its size.");

/** Answers for the routes of accounts. What nobody foresaw goes on to the server's own handler, without the row that it was about. */
export const answerRefusal: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  const refusal = refusalOf(error);
  if (!refusal) return next(withoutDetail(error));
  if (refusal === databaseAway) log.warn({ error }, "PostgreSQL cannot answer about accounts");
  if (refusal.retryAfterSeconds !== undefined) response.set("Retry-After", String(refusal.retryAfterSeconds));
  refuse(response, refusal.status, refusal.code, refusal.message);
};

function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error;
  if (error instanceof BusyError) return busy;
  if (!(error instanceof Error)) return undefined;
  const sqlstate = errorCode(error) ?? "";
  if ("status" in error) return undefined; // Express's own, of a request that cannot be read
  const code = refusalCodes[sqlstate];
  if (code) return new Refusal(400, code, "hint" in error ? `${error.message} ${String(error.hint)}` : error.message);
  if (/^22...$/.test(sqlstate)) return noValue;
  return isOutage(error) ? databaseAway : undefined;
}

// PostgreSQL's detail can show the row that it refused, and a row of ours can hold a hash.
function withoutDetail(error: unknown): unknown {
  if (!(error instanceof Error) || !("detail" in error)) return error;
  return Object.assign(new Error(`${error.message} (${errorCode(error) ?? "no code"})`), { stack: error.stack });
}
