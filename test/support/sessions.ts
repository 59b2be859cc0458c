// Connections side by side, where one waits for what another holds at a moment that the test chooses.
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { errorCode } from "../../src/user_error.ts";
import type { TestDatabase } from "./database.ts";

/** What a statement's column `answer` holds. */
export type Answer = Record<string, unknown>;

export interface Session {
  /** By which PostgreSQL names the session's process. */
  pid: number;
  /** Runs one statement that need not wait for anybody: one that does for long fails. */
  run: (sql: string) => Promise<Answer>;
  /** Starts a statement and resolves when it waits for a lock of the other session; throws when it ends without. */
  waitFor: (other: Session, sql: string) => Promise<Waiting>;
}

export interface Waiting {
  /** The answer once the wait is over; `{ sqlstate }` of a statement that failed. Never rejects. */
  answer: Promise<Answer>;
  /** Resolves when it waits for that one, after the other's transaction has ended. */
  waitsFor: (other: Session) => Promise<void>;
}

export interface Sessions {
  /** Logs in as the server does, for a user; null: a superuser. */
  open: (user: string | null) => Promise<Session>;
  /** Ends all that are open, and whatever they have begun. */
  end: () => Promise<void>;
}

export function sessionsOf({ adminUrl, serverUrl, query }: TestDatabase): Sessions {
  const clients: pg.Client[] = [];
  return {
    open: async (user) => {
      const client = new pg.Client({ connectionString: user === null ? adminUrl : serverUrl, statement_timeout: 10_000 });
      clients.push(client);
      await client.connect();
      await client.query("set timezone = 'UTC'");
      const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
      const pid = rows[0]?.pid ?? 0;
      if (user !== null) await client.query("select test.sign_in($1)", [user]);
      const run = async (sql: string): Promise<Answer> =>
        (await client.query<{ answer?: Answer }>(sql)).rows[0]?.answer ?? {};
      const waitFor = async (other: Session, sql: string): Promise<Waiting> => {
        let ended = false;
        const answer = run(sql)
          .catch((error: unknown) => ({ sqlstate: errorCode(error) }))
          .finally(() => (ended = true));
        const waitsFor = async (holder: Session): Promise<void> => {
          for (;;) {
            const [row] = await query("select where $2 = any(pg_blocking_pids($1))", [pid, holder.pid]);
            if (row) return;
            if (ended) throw new Error(`did not wait: ${sql} answered ${JSON.stringify(await answer)}`);
            await sleep(2);
          }
        };
        await waitsFor(other);
        return { answer, waitsFor };
      };
      return { pid, run, waitFor };
    },
    end: async () => {
      await Promise.all(clients.splice(0).map(async (client) => client.end()));
    },
  };
}
