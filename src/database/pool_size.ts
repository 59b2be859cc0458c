// How many connections to PostgreSQL a server has: as many as its cores can keep busy, and never more than its share of those there are.
import { availableParallelism } from "node:os";
import type pg from "pg";
import { UserError } from "../user_error.ts";
import { countPoolSize } from "./pool.ts";

/** Some wait for a lock or the disk while others work. From 3 to 16 on two cores all gave the same (test/bench/BOUNDS.md). */
const perCore = 4;
const forAll = { min: 8, max: 32 };
const eachMin = 2;
// The rest is for a second server, which every roll-out has for a while, and for whoever looks after the database.
const shareOfOneServer = 1 / 2;

/**
 * Says how many connections each process has.
 * @param asked by whoever configured the server, for each process; undefined lets it follow from the rest
 * @param processes that serve
 * @param available the connections that PostgreSQL lets app_server have
 * @throws UserError when all of them together need more than there are: some requests would find none, whenever there are many
 */
export function poolSize(
  { asked, processes, available }: { asked: number | undefined; processes: number; available: number },
  cores = availableParallelism(),
): number {
  const all = Math.min(Math.max(cores * perCore, forAll.min), forAll.max);
  const most = Math.floor((available * shareOfOneServer) / processes) - countPoolSize;
  const each = asked ?? Math.max(eachMin, Math.min(Math.ceil(all / processes), most));
  const needed = processes * (each + countPoolSize);
  if (needed <= available) return each;
  const lower = [asked !== undefined && "DATABASE_POOL_SIZE", processes > 1 && "WEB_CONCURRENCY"].filter(Boolean).join(" or ");
  throw new UserError(
    `The server would need ${needed} connections to PostgreSQL (${processes} × (${each} + ${countPoolSize})), and PostgreSQL lets it have ${available}: ${lower && `lower ${lower}, or `}raise max_connections (or the limit of the role app_server or of the database).`,
  );
}

/** Asks PostgreSQL how many connections app_server may have. */
export async function availableConnections(client: Pick<pg.ClientBase, "query">): Promise<number> {
  const { rows } = await client.query<{ available: number }>(
    `select least(
       current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
         - coalesce(current_setting('reserved_connections', true)::int, 0),
       (select nullif(r.rolconnlimit, -1) from pg_catalog.pg_roles as r where r.rolname = 'app_server'),
       (select nullif(d.datconnlimit, -1) from pg_catalog.pg_database as d where d.datname = current_database())) as available`,
  );
  return rows[0]?.available ?? 0;
}
