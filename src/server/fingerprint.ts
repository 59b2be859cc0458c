// Names callers where their names must not be: in the log and in the counts of requests.
import { createHmac } from "node:crypto";
import type { Identity } from "../identity/identity.ts";

export interface Fingerprint {
  /** Of any text: 22 characters, the same on every server with the same secret. */
  (text: string): string;
  /** Of a user. */
  of(identity: Identity): string;
}

const bytes = 16;

/** Takes the secret without which nobody can find out, by trying addresses, whose fingerprint it is. */
export function createFingerprint(tokenSecret: string): Fingerprint {
  const key = createHmac("sha256", tokenSecret).update("key of fingerprints").digest();
  const known = new WeakMap<Identity, string>();
  const fingerprint = (text: string) => createHmac("sha256", key).update(text).digest().subarray(0, bytes).toString("base64url");
  const of = (identity: Identity) => {
    const made = known.get(identity) ?? fingerprint(JSON.stringify([identity.issuer, identity.subject]));
    known.set(identity, made);
    return made;
  };
  return Object.assign(fingerprint, { of });
}
