// What a client learns of a failure: a stable code and what to do; everything else goes to the log.
import { isSafeError, type SafeError } from "postgraphile/grafast";
import { GraphQLError } from "postgraphile/graphql";
import { TooManyAtOnceError } from "../database/fair_share.ts";
import { isOutage } from "../database/outage.ts";
import { log } from "../log.ts";
import { currentRequestId } from "../server/request_id.ts";
import { errorCode } from "../user_error.ts";
import { isInvalidDocument } from "./document_errors.ts";

/** The codes of refused commands by SQLSTATE, as in app_private.error_codes; a test holds the two together. */
export const refusalCodes: Readonly<Record<string, string>> = {
  IA001: "SIGNED_OUT",
  IA002: "NOT_AN_OPERATOR",
  US001: "UNKNOWN_ZONE",
  US002: "INVALID_DAY_START",
  CK001: "DAY_NOT_OPEN",
  CA001: "CALENDAR_TOO_LONG",
  ST001: "NO_STREAK",
  PS001: "INVALID_PAUSE",
  RP001: "NOTHING_TO_REPAIR",
  RP002: "REPAIR_TOO_LATE",
  PT001: "NOT_ENOUGH_POINTS",
  AM001: "INVALID_AMNESTY",
  RW001: "UNKNOWN_REWARD",
  RW002: "REWARD_NOT_UNLOCKED",
  RW003: "UNLOCK_EXPIRED",
  RW004: "REWARD_NOT_OPEN",
  RW005: "OUT_OF_STOCK",
  FZ001: "FREEZES_FULL",
  FZ002: "FREEZE_USED",
  IN001: "INVENTORY_FULL",
  NR001: "NOT_ENOUGH_ENERGY",
  QT001: "INVALID_AMOUNT",
  RS001: "INVALID_REASON",
  IK001: "IDEMPOTENCY_KEY_REUSED",
  IT001: "UNKNOWN_ITEM",
  IT002: "ITEM_NOT_ON_SALE",
  IT003: "NOT_ENOUGH_ITEMS",
  IT004: "ITEM_WITHOUT_EFFECT",
  IT005: "INVALID_ITEM",
  RW006: "INVALID_REWARD",
  RU001: "INVALID_RULE_VERSION",
  GR001: "INVALID_GRANT",
  RV001: "NOT_REVERSIBLE",
  WI001: "INVALID_PROPOSAL",
  US003: "UNKNOWN_USER",
  US004: "NOT_A_TEST_USER",
  US005: "INVALID_SUBJECT",
  AC001: "INVALID_EMAIL",
  AC002: "UNKNOWN_ACCOUNT",
};

const invalidInput = {
  code: "INVALID_INPUT",
  message: "A value of this field cannot be understood: check its type, its format and its size.",
};
const tooSlow = {
  code: "TIMEOUT",
  message: "This took too long and was cancelled: ask for less at once, or try again.",
};
const tooManyAtOnce = {
  code: "UNAVAILABLE",
  message: "Your other requests have not ended yet: try again in a second, with fewer at once.",
};
const unavailable = { code: "UNAVAILABLE", message: "The database cannot answer just now: try again in a second." };

/**
 * Replaces an error by what the client may see of it. One that nobody foresaw is in the log under the request's id, which the client gets.
 * @param error as execution left it
 */
export function maskError(error: GraphQLError): GraphQLError {
  const cause = error.originalError;
  const refusal = refusalCodes[errorCode(cause) ?? ""];
  if (cause && refusal) return shown(error, sentences(cause), refusal);
  const known = knownFailure(cause);
  if (known === unavailable) log.error({ error: cause }, "PostgreSQL cannot answer");
  if (known) return shown(error, known.message, known.code);
  if (cause && isSafeError(cause)) return shown(error, cause.message, codeOfSafe(cause));
  if (isInvalidDocument(error)) return error;
  // A variable that does not fit; a path would mean that it did, and that what we answer does not.
  if ((!cause || cause instanceof GraphQLError) && error.nodes && !error.path)
    return shown(error, error.message, "INVALID_INPUT");
  log.error({ error: cause ?? error }, "an error that nobody foresaw");
  return shown(error, `Something went wrong on our side; the log has it under request ${currentRequestId()}.`, "INTERNAL");
}

function knownFailure(cause: Error | null | undefined): { code: string; message: string } | undefined {
  const code = errorCode(cause) ?? "";
  if (cause instanceof TooManyAtOnceError) return tooManyAtOnce;
  if (/^22...$/.test(code)) return invalidInput;
  if (code === "57014" || code === "25P04") return tooSlow;
  return isOutage(cause) ? unavailable : undefined;
}

// Grafast's own have no code; its timeouts have a symbol.
function codeOfSafe({ extensions = {} }: SafeError): string {
  if (Object.getOwnPropertySymbols(extensions).some(({ description }) => description === "timeout")) return "TIMEOUT";
  return typeof extensions["code"] === "string" ? extensions["code"] : "BAD_REQUEST";
}

function sentences(cause: Error): string {
  const whatToDo = "hint" in cause && typeof cause.hint === "string" ? ` ${cause.hint}` : "";
  return cause.message + whatToDo;
}

function shown({ nodes, source, positions, path }: GraphQLError, message: string, code: string): GraphQLError {
  return new GraphQLError(message, {
    nodes: nodes ?? null,
    source: source ?? null,
    positions: positions ?? null,
    path: path ?? null,
    extensions: { code },
  });
}
