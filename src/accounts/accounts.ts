// Our own accounts, for apps without an identity provider: what each route does. The rules are in SQL; here passwords are hashed.
import type { RequestHandler, Router } from "express";
import type pg from "pg";
import type { Identity } from "../identity/identity.ts";
import type { Issuer } from "../identity/verifier.ts";
import { log } from "../log.ts";
import { createAccessTokens, type SessionOfAccount } from "./access_tokens.ts";
import { keyFor } from "./keys.ts";
import { BusyError, createPasswords, type Passwords } from "./passwords.ts";
import { formatToken, newSecrets, nextToken, parseToken, type RefreshToken } from "./refresh_tokens.ts";
import { Refusal, signedOut, tooManyAttempts, wrongCredentials } from "./refusals.ts";
import { createRoutes } from "./routes.ts";
import { type Attempt, createStore } from "./store.ts";

/** What the client keeps: the access token for each request, the refresh token for the next of both. */
export interface Tokens {
  readonly accessToken: string;
  readonly expiresAt: string;
  readonly refreshToken: string;
}

/** Each throws a Refusal for what is refused, and what the database fails with. */
export interface Commands {
  register(email: string, password: string, zone: string | null, from: string | null): Promise<{ isNew: boolean; tokens: Tokens }>;
  logIn(email: string, password: string, from: string | null): Promise<Tokens>;
  refresh(refreshToken: string): Promise<Tokens>;
  logOut(refreshToken: string, everywhere: boolean): Promise<void>;
  endSession(identity: Identity, everywhere: boolean): Promise<void>;
  changePassword(identity: Identity, password: string, newPassword: string, from: string | null): Promise<void>;
}

export interface Accounts {
  /** The routes below /auth. whoIsCalling: set the identity of requests with a bearer token, or refuse them. */
  routes(whoIsCalling: RequestHandler[]): Router;
  /** Of their access tokens. */
  readonly issuer: Issuer;
  /** Whether the session of an identity of ours has neither been ended nor expired; asks the database. */
  isSessionLive(identity: Identity): Promise<boolean>;
}

/** Makes accounts over a pool that logs in as app_server. */
export async function createAccounts(
  pool: pg.Pool,
  tokenSecret: string,
  passwords: Passwords = createPasswords(),
): Promise<Accounts> {
  const store = createStore(pool);
  const accessTokens = await createAccessTokens(tokenSecret);
  const refreshKey = keyFor(tokenSecret, "refresh tokens");

  async function tokensOf(session: SessionOfAccount, refreshToken: RefreshToken): Promise<Tokens> {
    return { ...(await accessTokens.issue(session)), refreshToken: formatToken(refreshToken) };
  }

  /** Opens a session when the password is right: one hash, whether there is an account or not. */
  async function open({ account }: Attempt, password: string, from: string | null): Promise<Tokens | undefined> {
    if (!(await passwords.verify(password, account?.passwordHash)) || !account) return undefined;
    const newHash = passwords.isOutdated(account.passwordHash) && !passwords.isBusy() ? await passwords.hash(password) : null;
    const secrets = newSecrets();
    const session = await store.logIn(account, from, secrets, newHash);
    return session && tokensOf(session, { ...session, ...secrets });
  }

  /** Counted before the hash, so that those that come at once wait. Who would find the queue full is not counted. */
  async function counted(count: () => Promise<Attempt>): Promise<Attempt> {
    if (passwords.isBusy()) throw new BusyError("too many passwords wait to be hashed");
    const attempt = await count();
    if (attempt.retryAfterSeconds !== null) throw tooManyAttempts(attempt.retryAfterSeconds);
    return attempt;
  }

  const commands: Commands = {
    async register(email, password, zone, from) {
      const attempt = await counted(() => store.attemptLogIn(email, from));
      if (!attempt.account) {
        const secrets = newSecrets();
        const session = await store.register(email, await passwords.hash(password), zone, secrets);
        if (session) return { isNew: true, tokens: await tokensOf(session, { ...session, ...secrets }) };
        // A twin came first.
        return commands.register(email, password, zone, from);
      }
      const tokens = await open(attempt, password, from);
      if (!tokens) throw new Refusal(409, "EMAIL_TAKEN", "The e-mail address has an account: log in, or use another one.");
      return { isNew: false, tokens };
    },

    async logIn(email, password, from) {
      const tokens = await open(await counted(() => store.attemptLogIn(email, from)), password, from);
      if (!tokens) throw wrongCredentials(401);
      return tokens;
    },

    async refresh(text) {
      const used = parseToken(text);
      if (!used) throw signedOut();
      const next = nextToken(used, refreshKey);
      const { outcome, session } = await store.refresh(used, next);
      if (outcome === "reused")
        log.warn({ accountId: used.accountId }, "a session was ended, since a used refresh token came again");
      if (outcome === "reused" || outcome === "unknown") throw signedOut();
      return tokensOf(session, next);
    },

    async logOut(text, everywhere) {
      const token = parseToken(text);
      if (token) await store.logOut(token, everywhere);
    },

    endSession: ({ subject, session }, everywhere) => store.endSession(subject, idOf(session), everywhere),

    async changePassword({ subject, session }, password, newPassword, from) {
      const { account } = await counted(() => store.attemptPasswordChange(subject, from));
      if (!account || !(await passwords.verify(password, account.passwordHash))) throw wrongCredentials(403);
      const newHash = await passwords.hash(newPassword);
      if (!(await store.changePassword(subject, idOf(session), account.passwordHash, newHash, from))) throw signedOut();
    },
  };

  return {
    routes: (whoIsCalling) => createRoutes(commands, whoIsCalling),
    issuer: accessTokens.issuer,
    isSessionLive: ({ subject, session }) => store.isSessionLive(subject, idOf(session)),
  };
}

function idOf(session: string | undefined): string {
  if (session === undefined) throw signedOut();
  return session;
}
