// Gives each purpose a key of its own, so that what is made for one is worth nothing for another.
import { createHmac } from "node:crypto";

/** Takes TOKEN_SECRET and what the key is for, returns 32 bytes that tell nothing of the secret. */
export function keyFor(tokenSecret: string, purpose: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHmac("sha256", tokenSecret).update(`accounts: ${purpose}`).digest());
}
