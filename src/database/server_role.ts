// Lets the server log in as app_server, with a password that all servers with one TOKEN_SECRET derive and nobody has to keep.
import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";
import pg from "pg";
import { errorCode, UserError } from "../user_error.ts";

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

/**
 * Sets app_server's password, unless logging in with it works already. The role belongs to every database of the PostgreSQL,
 * so a note on it says whose password it has: replacing another's would shut out servers that know nothing of it.
 * @param mayReplace whether another secret's password may be replaced
 * @throws UserError when the password is another secret's and may not
 */
export async function ensureServerCanLogIn(
  admin: pg.Client,
  adminUrl: string,
  tokenSecret: string,
  mayReplace: boolean,
): Promise<void> {
  const ours = noteOf(tokenSecret);
  const note = await readNote(admin);
  // With another's note it still works where PostgreSQL asks for no password.
  const mayBeLeft = note === ours || (note !== undefined && !mayReplace);
  if (mayBeLeft && (await canLogIn(serverUrl(adminUrl, tokenSecret)))) return;
  await admin.query("begin");
  try {
    // Advisory locks are each database's own; a comment locks its role for all of them.
    await admin.query("comment on role app_owner is 'Owns every object of ours; nobody logs in as it.'");
    refuseAnother(await readNote(admin), ours, mayReplace);
    const password = pg.escapeLiteral(scramVerifier(passwordFrom(tokenSecret)));
    await admin.query(`alter role app_server password ${password}; comment on role app_server is ${pg.escapeLiteral(ours)}`);
    await admin.query("commit");
  } catch (error) {
    await admin.query("rollback").catch(() => undefined);
    throw error;
  }
}

function refuseAnother(note: string | undefined, ours: string, mayReplace: boolean): void {
  if (note === undefined || note === ours || mayReplace) return;
  throw new UserError(
    "TOKEN_SECRET is not the one from which app_server has its password in all databases of this PostgreSQL: set that one, or start once with REPLACE_TOKEN_SECRET=1, which shuts out the servers that have it.",
  );
}

function passwordFrom(tokenSecret: string): string {
  return createHmac("sha256", tokenSecret).update("password of app_server").digest("base64url");
}

// Everybody in PostgreSQL can read it: 32 bits tell two secrets apart, and are too few to find one by.
function noteOf(tokenSecret: string): string {
  const mark = createHmac("sha256", tokenSecret).update("mark of the secret").digest("hex").slice(0, 8);
  return `Its password is of the TOKEN_SECRET ${mark}.`;
}

async function readNote(admin: pg.Client): Promise<string | undefined> {
  const { rows } = await admin.query<{ note: string | null }>(
    "select shobj_description(oid, 'pg_authid') as note from pg_roles where rolname = 'app_server'",
  );
  return /^Its password is of the TOKEN_SECRET \w+\.$/.exec(rows[0]?.note ?? "")?.[0];
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
