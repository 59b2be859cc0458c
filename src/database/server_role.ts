// Lets the server log in as app_server, with a password that all servers with one TOKEN_SECRET derive and nobody has to keep.
import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";
import pg from "pg";
import { errorCode } from "../user_error.ts";

const scramRounds = 4096;

/** Takes an administrator's connection string, returns app_server's for the same database. */
export function serverUrl(adminUrl: string, tokenSecret: string): string {
  const url = new URL(adminUrl);
  // As parameters, because a URL without a host, which means a socket, has no place for a user.
  [url.username, url.password] = ["", ""];
  url.searchParams.set("user", "app_server");
  url.searchParams.set("password", passwordFrom(tokenSecret));
  return url.href;
}

/** Sets app_server's password, unless logging in with it works already. */
export async function ensureServerCanLogIn(admin: pg.Client, adminUrl: string, tokenSecret: string): Promise<void> {
  if (await canLogIn(serverUrl(adminUrl, tokenSecret))) return;
  await admin.query(`alter role app_server password ${pg.escapeLiteral(scramVerifier(passwordFrom(tokenSecret)))}`);
}

function passwordFrom(tokenSecret: string): string {
  return createHmac("sha256", tokenSecret).update("password of app_server").digest("base64url");
}

async function canLogIn(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return true;
  } catch (error) {
    if (errorCode(error) === "28P01") return false;
    throw error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

// What PostgreSQL would store (RFC 5803): the password itself never reaches its log.
function scramVerifier(password: string): string {
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password, salt, scramRounds, 32, "sha256");
  const sign = (text: string) => createHmac("sha256", salted).update(text).digest();
  const storedKey = createHash("sha256").update(sign("Client Key")).digest("base64");
  return `SCRAM-SHA-256$${scramRounds}:${salt.toString("base64")}$${storedKey}:${sign("Server Key").toString("base64")}`;
}
