// Reads how long a request may take, and which documents are trusted.
import { type Environment, readNumber, readSwitch } from "../env_values.ts";
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
export function readGraphqlSettings(env: Environment): GraphqlSettings {
  const folder = env["TRUSTED_DOCUMENTS"];
  return {
    requestSecondsMax: readNumber(env, "REQUEST_SECONDS", { min: 1, max: 600, otherwise: defaultGraphqlSettings.requestSecondsMax }),
    trustedDocuments: folder ? readTrustedDocuments(folder) : undefined,
    isOneRoundTrip: readSwitch(env, "ONE_ROUND_TRIP", defaultGraphqlSettings.isOneRoundTrip),
  };
}
