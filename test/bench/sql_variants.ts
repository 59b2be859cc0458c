// Variants without a server of ours: the check-in's function alone, in sessions such as the server's, and PostgreSQL's own yardstick, by the pg driver and by pgbench.
import { withDatabase, withOptions } from "../../src/database/connect.ts";
import { sessionOptions } from "../../src/database/pool.ts";
import { withClient } from "../../src/db/build.ts";
import type { Deck } from "./decks.ts";
import type { Generator } from "./load.ts";
import { runPgbench } from "./pgbench.ts";
import type { Variant } from "./variants.ts";
import type { World } from "./world.ts";

const connections = 4;
const accountsOfScale = 100_000;

/** The check-in's core, of users by id. */
export function functionVariant(generator: Generator, deck: Deck, { adminUrl, pool }: World): Variant {
  const ids = new Map<number, string>();
  return {
    name: "function check-in, pg driver",
    stores: "check-in",
    async prepare(count) {
      const calls = await deck.next("check-in", count, false);
      const unknown = calls.filter(({ k }) => !ids.has(k)).map(({ k }) => k);
      const { rows } = await pool.query<{ k: number; user_id: string }>(
        "select u.k, u.user_id from bench.users as u where u.k = any ($1)",
        [unknown],
      );
      for (const { k, user_id } of rows) ids.set(k, user_id);
      const statement = "select c.already_checked_in, c.state from app_private.check_in($1, null) as c";
      const values = calls.map(({ k }) => [ids.get(k)]);
      return async () => {
        const outcome = await generator.play({ kind: "sql", url: withOptions(adminUrl, sessionOptions), connections, statement, values, expected: "false" });
        return { ...outcome, asked: calls.length };
      };
    },
  };
}

/** The same by pgbench. */
export function pgbenchFunctionVariant(program: string, deck: Deck, { adminUrl, pool }: World): Variant {
  const script = `\\set i :i + 1
select c.already_checked_in, c.state from bench.turn as t, app_private.check_in(t.user_id, null) as c where t.place = :i::int * ${connections} + :client_id::int;`;
  return {
    name: "function check-in, pgbench",
    stores: "check-in",
    async prepare(count) {
      const calls = await deck.next("check-in", Math.ceil(count / connections) * connections, false);
      const transactions = Math.floor(calls.length / connections) * connections;
      if (transactions === 0) return undefined;
      await pool.query("create table if not exists bench.turn (place int primary key, user_id uuid not null)");
      await pool.query("truncate bench.turn");
      await pool.query(
        `insert into bench.turn select c.place - 1, u.user_id
         from unnest($1::int[]) with ordinality as c(k, place) join bench.users as u on u.k = c.k`,
        [calls.map(({ k }) => k)],
      );
      const variables = { i: -1 };
      return () => runPgbench(program, { url: withOptions(adminUrl, sessionOptions), connections, transactions, script, variables });
    },
  };
}

/** pgbench's tables, by its own rules: as many accounts as users, rounded up, and no fewer branches than connections. */
export async function makeTpcb(postgresUrl: string, users: number): Promise<{ url: string; scale: number }> {
  const scale = Math.max(connections, Math.ceil(users / accountsOfScale));
  const url = withDatabase(postgresUrl, "bench_tpcb");
  await withClient(postgresUrl, async (admin) => admin.query("create database bench_tpcb"));
  await withClient(url, async (admin) => {
    await admin.query(`
      create table pgbench_branches (bid int primary key, bbalance int, filler char(88)) with (fillfactor = 100);
      create table pgbench_tellers (tid int primary key, bid int, tbalance int, filler char(84)) with (fillfactor = 100);
      create table pgbench_accounts (aid int primary key, bid int, abalance int, filler char(84)) with (fillfactor = 100);
      create table pgbench_history (tid int, bid int, aid int, delta int, mtime timestamp, filler char(22));
      insert into pgbench_branches select b, 0 from generate_series(1, ${scale}) as b;
      insert into pgbench_tellers select t, (t - 1) / 10 + 1, 0 from generate_series(1, ${10 * scale}) as t;
      insert into pgbench_accounts select a, (a - 1) / ${accountsOfScale} + 1, 0, '' from generate_series(1, ${accountsOfScale * scale}) as a`);
    await admin.query("vacuum analyze");
  });
  return { url, scale };
}

/** pgbench's transaction by the pg driver. */
export function tpcbVariant(generator: Generator, { url, scale }: { url: string; scale: number }): Variant {
  return {
    name: "TPC-B-like, pg driver",
    prepare: async (count) => async () => ({
      ...(await generator.play({ kind: "tpcb", url, connections, transactions: count, scale })),
      asked: count,
    }),
  };
}

/** pgbench's transaction by pgbench. */
export function pgbenchTpcbVariant(program: string, { url }: { url: string }): Variant {
  return {
    name: "TPC-B-like, pgbench",
    prepare: async (count) => () => runPgbench(program, { url, connections, transactions: count }),
  };
}
