// Refresh tokens: which session, a stem that all tokens of the session share, and a secret that each has of its own.
import { createHash, createHmac, randomBytes } from "node:crypto";

export interface RefreshSecrets {
  readonly stem: Buffer;
  readonly secret: Buffer;
}

export interface RefreshToken extends RefreshSecrets {
  readonly accountId: string;
  readonly sessionId: string;
}

const stemBytes = 16;
const secretBytes = 32;
const uuidBytes = 16;
const tokenCharacters = Math.ceil(((2 * uuidBytes + stemBytes + secretBytes) * 4) / 3);

/** The secrets of a new session's first token. */
export function newSecrets(): RefreshSecrets {
  return { stem: randomBytes(stemBytes), secret: randomBytes(secretBytes) };
}

/**
 * The token after this one. It follows from it, so that a refresh that is repeated after a lost answer, or by two tabs at once,
 * gives the same token, of which nothing but the hash is kept; and it needs our key, so that an old token alone leads to no other.
 */
export function nextToken(token: RefreshToken, key: Uint8Array): RefreshToken {
  return { ...token, secret: createHmac("sha256", key).update(token.stem).update(token.secret).digest() };
}

/** What is stored of a token. */
export function hashesOf({ stem, secret }: RefreshSecrets): { stem: Buffer; token: Buffer } {
  const hash = (bytes: Buffer) => createHash("sha256").update(bytes).digest();
  return { stem: hash(stem), token: hash(secret) };
}

/** The token as the client gets it. */
export function formatToken({ accountId, sessionId, stem, secret }: RefreshToken): string {
  const ids = Buffer.from((accountId + sessionId).replaceAll("-", ""), "hex");
  return Buffer.concat([ids, stem, secret]).toString("base64url");
}

/** Takes what a client sent; undefined when it is no token. */
export function parseToken(text: string): RefreshToken | undefined {
  if (text.length !== tokenCharacters || !/^[\w-]+$/.test(text)) return undefined;
  const bytes = Buffer.from(text, "base64url");
  return {
    accountId: uuidOf(bytes.subarray(0, uuidBytes)),
    sessionId: uuidOf(bytes.subarray(uuidBytes, 2 * uuidBytes)),
    stem: bytes.subarray(2 * uuidBytes, 2 * uuidBytes + stemBytes),
    secret: bytes.subarray(2 * uuidBytes + stemBytes),
  };
}

function uuidOf(bytes: Buffer): string {
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
