// What one call touches in the database, without a server: pages, what it writes, and how large everything is that it looks into.
import type pg from "pg";
import { median } from "./measure.ts";

/** Of one call, medians. */
export interface Touched {
  /** Pages looked at, of tables, indexes and the catalogue, each time counted. */
  buffers: number;
  /** Those that were not in PostgreSQL's memory. */
  read: number;
  walRecords: number;
  walBytes: number;
  /** Page images: the first change of each page after a checkpoint. */
  walPageImages: number;
}

export interface Relation {
  table: string;
  rows: number;
  bytes: number;
  indexes: { index: string; bytes: number; height: number }[];
}

const calls: Record<string, string> = {
  "check-in": "select app_private.check_in($1, null)",
  claim: "select app_private.claim_reward($1, 'streak_3', null)",
  home: `select json_build_object('state', m.state, 'rewards', (select json_agg(r) from app_public.me_rewards(m) as r),
    'calendar', (select json_agg(d) from app_public.me_calendar(m) as d),
    'journal', (select json_agg(e) from (select e.* from app_public.me_journal(m) as e limit 5) as e)) from app_public.me() as m`,
};
const warmUps = 10;
const measured = 20;

/** Explains calls of users who have something to claim, and takes them back. */
export async function touchedBy(pool: pg.Pool): Promise<Map<string, Touched>> {
  const client = await pool.connect();
  const found = new Map<string, Touched>();
  try {
    const users = await client.query<{ user_id: string; subject: string }>(
      "select u.user_id, 'user ' || u.k as subject from bench.users as u where u.k % 4 = 0 order by hashtext(u.k::text) limit $1",
      [warmUps + measured],
    );
    for (const [name, call] of Object.entries(calls)) {
      const plans: Touched[] = [];
      for (const { user_id, subject } of users.rows) {
        await client.query("begin");
        await client.query("select set_config('app.issuer', bench.issuer(), true), set_config('app.subject', $1, true)", [subject]);
        const { rows } = await client.query<{ "QUERY PLAN": { Plan: Plan }[] }>(`explain (analyze, buffers, wal, format json) ${call.replace("$1", `'${user_id}'`)}`);
        await client.query("rollback");
        const plan = rows[0]?.["QUERY PLAN"][0]?.Plan;
        if (plan) plans.push(touchedFrom(plan));
      }
      const of = (figure: keyof Touched): number => median(plans.slice(warmUps).map((each) => each[figure]));
      found.set(name, { buffers: of("buffers"), read: of("read"), walRecords: of("walRecords"), walBytes: of("walBytes"), walPageImages: of("walPageImages") });
    }
    return found;
  } finally {
    client.release();
  }
}

type Plan = Record<"Shared Hit Blocks" | "Shared Read Blocks" | "WAL Records" | "WAL FPI" | "WAL Bytes", number>;

const touchedFrom = (plan: Plan): Touched => ({
  buffers: plan["Shared Hit Blocks"] + plan["Shared Read Blocks"],
  read: plan["Shared Read Blocks"],
  walRecords: plan["WAL Records"],
  walBytes: plan["WAL Bytes"],
  walPageImages: plan["WAL FPI"],
});

/** The tables that grow with users and days, the largest first. */
export async function sizesOf(pool: pg.Pool): Promise<Relation[]> {
  const { rows } = await pool.query<Relation>(`
    select c.relname as table, c.reltuples::float8 as rows, pg_relation_size(c.oid)::float8 as bytes,
      (select json_agg(json_build_object('index', i.indexrelid::regclass::text, 'bytes', pg_relation_size(i.indexrelid),
          'height', (select m.level + 1 from bench.bt_metap(i.indexrelid::regclass::text) as m)) order by i.indexrelid)
        from pg_index as i where i.indrelid = c.oid) as indexes
    from bench.copied as o join pg_class as c on c.oid = o.relation order by pg_total_relation_size(c.oid) desc`);
  return rows;
}
