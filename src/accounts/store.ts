// What the server asks of the database about accounts: calls of functions, and nothing else.
import type pg from "pg";
import type { SessionOfAccount } from "./access_tokens.ts";
import { hashesOf, type RefreshSecrets, type RefreshToken } from "./refresh_tokens.ts";

/** An attempt that was counted. */
export interface Attempt {
  /** Refused: after how many seconds to try again. */
  readonly retryAfterSeconds: number | null;
  /** Let in: whose password to hold it against; nobody's when there is no such account. */
  readonly account: { readonly accountId: string; readonly passwordHash: string } | undefined;
}

export interface Refreshed {
  readonly outcome: "refreshed" | "repeated" | "reused" | "unknown";
  readonly session: SessionOfAccount;
}

export type Store = ReturnType<typeof createStore>;

/** Makes the calls over a pool that logs in as app_server. address: where a request came from, if that is known. */
export function createStore(pool: pg.Pool) {
  const call = async <Row extends pg.QueryResultRow>(text: string, values: unknown[]): Promise<Row> => {
    const { rows } = await pool.query<Row>(`select * from app_private.${text}`, values);
    if (!rows[0]) throw new Error(`app_private.${text} has answered nothing`);
    return rows[0];
  };
  return {
    attemptLogIn: async (email: string, address: string | null) =>
      attemptOf(await call<AttemptRow>("attempt_log_in($1, $2)", [email, address])),

    attemptPasswordChange: async (accountId: string, address: string | null) =>
      attemptOf(await call<AttemptRow>("attempt_password_change($1, $2)", [accountId, address])),

    async register(email: string, passwordHash: string, zone: string | null, secrets: RefreshSecrets) {
      const { stem, token } = hashesOf(secrets);
      return sessionOf(await call<SessionRow>("register($1, $2, $3, $4, $5)", [email, passwordHash, zone, stem, token]));
    },

    async logIn(
      account: { accountId: string; passwordHash: string },
      address: string | null,
      secrets: RefreshSecrets,
      newHash: string | null,
    ) {
      const { stem, token } = hashesOf(secrets);
      const values = [account.accountId, account.passwordHash, address, stem, token, newHash];
      return sessionOf(await call<SessionRow>("log_in($1, $2, $3, $4, $5, $6)", values));
    },

    async refresh(used: RefreshToken, next: RefreshToken): Promise<Refreshed> {
      const { accountId, sessionId } = used;
      const { stem, token } = hashesOf(used);
      const values = [accountId, sessionId, stem, token, hashesOf(next).token];
      const row = await call<RefreshedRow>("refresh_session($1, $2, $3, $4, $5)", values);
      return { outcome: row.outcome, session: { accountId, sessionId, zone: row.zone, isOperator: row.is_operator === true } };
    },

    async logOut(used: RefreshToken, everywhere: boolean) {
      const { stem, token } = hashesOf(used);
      await call("log_out($1, $2, $3, $4, $5)", [used.accountId, used.sessionId, stem, token, everywhere]);
    },

    async endSession(accountId: string, sessionId: string, everywhere: boolean) {
      await call("end_session($1, $2, $3)", [accountId, sessionId, everywhere]);
    },

    async changePassword(accountId: string, sessionId: string, verifiedHash: string, newHash: string, address: string | null) {
      const values = [accountId, sessionId, verifiedHash, newHash, address];
      return (await call<{ changed: boolean }>("change_password($1, $2, $3, $4, $5) as changed", values)).changed;
    },

    async isSessionLive(accountId: string, sessionId: string) {
      return (await call<{ live: boolean }>("session_is_live($1, $2) as live", [accountId, sessionId])).live;
    },
  };
}

interface AttemptRow {
  retry_after_seconds: number | null;
  account_id: string | null;
  password_hash: string | null;
}

interface SessionRow {
  account_id: string | null;
  session_id: string | null;
  zone: string | null;
  is_operator: boolean | null;
}

interface RefreshedRow {
  outcome: Refreshed["outcome"];
  zone: string | null;
  is_operator: boolean | null;
}

function attemptOf(row: AttemptRow): Attempt {
  const { account_id: accountId, password_hash: passwordHash } = row;
  return {
    retryAfterSeconds: row.retry_after_seconds,
    account: accountId !== null && passwordHash !== null ? { accountId, passwordHash } : undefined,
  };
}

function sessionOf({ account_id: accountId, session_id: sessionId, zone, is_operator }: SessionRow): SessionOfAccount | undefined {
  if (accountId === null || sessionId === null) return undefined;
  return { accountId, sessionId, zone, isOperator: is_operator === true };
}
