// What is stored, by command: after the benchmark it must be as much more as was answered.
import type pg from "pg";
import type { Command } from "./documents.ts";

/** Counts all check-ins, claims that users made, and spends. */
export async function storedSince(pool: pg.Pool): Promise<Record<Exclude<Command, "home">, number>> {
  const { rows } = await pool.query<{ check_in: number; claim: number; spend: number }>(
    `select (select count(*) from app_private.day_marks where mark in ('check_in', 'late'))::float8 as check_in,
       (select count(*) from app_private.reward_claims where not automatic)::float8 as claim,
       (select count(*) from app_public.journal_entries where kind = 'spend')::float8 as spend`,
  );
  const { check_in = 0, claim = 0, spend = 0 } = rows[0] ?? {};
  return { "check-in": check_in, claim, spend };
}
