// Reads how long a request may take, and which documents are trusted.
import { UserError } from "../user_error.ts";
import { readTrustedDocuments } from "./trusted_documents.ts";

export interface GraphqlSettings {
  /** How long a statement of a user may take; what else is waited for follows from it. */
  readonly requestSecondsMax: number;
  /** The only documents that are run, by id; undefined when all are. */
  readonly trustedDocuments: ReadonlyMap<string, string> | undefined;
  /** Whether a statement and its settings go to PostgreSQL in one round trip; false is PostGraphile's own way. */
  readonly isOneRoundTrip: boolean;
}

export const defaultGraphqlSettings: GraphqlSettings = {
  requestSecondsMax: 10,
  trustedDocuments: undefined,
  isOneRoundTrip: true,
};

/** @throws UserError with one line that names the setting, what is wrong and what to do */
export function readGraphqlSettings(env: Readonly<Record<string, string | undefined>>): GraphqlSettings {
  const folder = env["TRUSTED_DOCUMENTS"];
  return {
    requestSecondsMax: readSeconds(env["REQUEST_SECONDS"]),
    trustedDocuments: folder ? readTrustedDocuments(folder) : undefined,
    isOneRoundTrip: readOneRoundTrip(env["ONE_ROUND_TRIP"]),
  };
}

function readOneRoundTrip(value: string | undefined): boolean {
  if (!value || value === "1") return true;
  if (value === "0") return false;
  throw new UserError(`ONE_ROUND_TRIP is "${value}": set it to 0, or leave it out.`);
}

function readSeconds(value: string | undefined): number {
  if (!value) return defaultGraphqlSettings.requestSecondsMax;
  const seconds = Number(value);
  if (/^\d+$/.test(value) && seconds >= 1 && seconds <= 600) return seconds;
  throw new UserError(`REQUEST_SECONDS is "${value}": set it to a whole number from 1 to 600.`);
}
