// What gives a user away: every value of the user's rows, in whatever table, that nobody else's rows have.
import type { TestDatabase } from "../support/database.ts";

/** The rows that mention a user, in every table of ours: table and row as JSON, instants in UTC as the API writes them. */
export async function rowsOf({ pool }: TestDatabase, userId: string): Promise<string[]> {
  const client = await pool.connect();
  try {
    await client.query("set timezone = 'UTC'");
    const { rows: tables } = await client.query<{ name: string }>(`
      select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname like 'app\\_%' and c.relkind in ('r', 'p')`);
    const found: string[] = [];
    for (const { name } of tables) {
      const { rows } = await client.query<{ row: string }>(`select to_jsonb(t)::text as row from ${name} as t where to_jsonb(t)::text like '%' || $1 || '%'`, [userId]);
      found.push(...rows.map(({ row }) => `${name}: ${row}`));
    }
    return found.toSorted();
  } finally {
    client.release();
  }
}

/** Values of the first rows that the second have not: texts, ids, instants to the second, large numbers. Days are everybody's. */
export function marksIn(theirs: string[], others: string[]): string[] {
  const known = new Set(others.flatMap(valuesIn));
  return [...new Set(theirs.flatMap(valuesIn))].filter((value) => !known.has(value));
}

function valuesIn(row: string): string[] {
  const values: string[] = [];
  JSON.parse(row.slice(row.indexOf(": ") + 2), (_key, value: unknown) => {
    const text = typeof value === "string" || typeof value === "number" ? String(value) : "";
    const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.exec(text)?.[0];
    const isDay = /^\d{4}-\d\d-\d\d$/.test(text);
    const isMark = typeof value === "number" ? value >= 1_000_000 : text.length > 5 && !isDay;
    if (isMark) values.push(instant ?? text);
    return value;
  });
  return values;
}
