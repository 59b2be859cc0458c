/** An OpenID provider as the server sees it: an address with public keys, which can change, fail and vanish. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import type { CryptoKey, JWK, JWTHeaderParameters } from "jose";

export interface Provider {
  url: URL;
  /** What it answers with, when it is not its keys. */
  answer?: { status: number; body: string } | undefined;
  keys: JWK[];
  /** How often it was asked. */
  asked: number;
  /** Makes a key pair, and publishes the public one. */
  addKey(kid: string): Promise<Key>;
  down(): Promise<void>;
  up(): Promise<void>;
}

export interface Key {
  kid: string;
  publicKey: CryptoKey;
  privateKey: CryptoKey;
}

/** Of any type, as an attacker may choose; undefined leaves one out. */
export type Claims = Record<string, unknown>;

export const issuer = "https://login.example.com/";
export const audience = "engagement";

/** Starts one on a free port of this machine; after `down()` it answers at the same port again. */
export async function startProvider(): Promise<Provider> {
  const server = createServer((_request, response) => {
    provider.asked++;
    const { status, body } = provider.answer ?? { status: 200, body: JSON.stringify({ keys: provider.keys }) };
    response.writeHead(status, { "content-type": "application/json", connection: "close" }).end(body);
  });
  const listen = (port: number): Promise<void> => new Promise((done) => void server.listen(port, "127.0.0.1", done));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const provider: Provider = {
    url: new URL(`http://127.0.0.1:${port}/keys`),
    keys: [],
    asked: 0,
    async addKey(kid) {
      const pair = await generateKeyPair("RS256", { extractable: true });
      provider.keys.push({ ...(await exportJWK(pair.publicKey)), kid, use: "sig" });
      return { kid, ...pair };
    },
    down: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
    up: () => listen(port),
  };
  return provider;
}

/** A good token of the provider, but for what is said otherwise; undefined leaves a claim or a header out. */
export function signBy(key: Key, claims: Claims = {}, header: Partial<JWTHeaderParameters> = {}): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const all = { iss: issuer, aud: audience, sub: "anna", iat: now, exp: now + 300, ...claims };
  return new SignJWT(all).setProtectedHeader({ alg: "RS256", typ: "at+jwt", kid: key.kid, ...header }).sign(key.privateKey);
}
