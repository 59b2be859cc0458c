// Prints the product's schema as SQL for reviewers and for comparing two databases, without pg_dump.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ClientBase } from "pg";
import { schemas, seededTables } from "./product.ts";

const folder = join(import.meta.dirname, "catalogue");
const queries = readdirSync(folder)
  .filter((name) => name.endsWith(".sql"))
  .toSorted();

/**
 * The text of everything in our schemas, the same for the same schema: independent of oids, of the
 * order of creation and of the session's settings. Column order counts, since `row` and `select *` see it.
 * Opens and rolls back a transaction on the client.
 */
export async function dumpSchema(client: ClientBase): Promise<string> {
  await client.query("begin isolation level repeatable read read only");
  try {
    return await dumpInTransaction(client);
  } finally {
    await client.query("rollback");
  }
}

/** The same, inside a transaction that the caller began; its settings stay changed until its end. */
export async function dumpInTransaction(client: ClientBase): Promise<string> {
  // Names outside pg_catalog are then printed with their schema.
  await client.query("set local search_path = pg_catalog; set local quote_all_identifiers = off");
  await client.query("set local timezone = 'UTC'; set local datestyle = iso; set local intervalstyle = iso_8601");
  const parts: string[] = [];
  for (const name of queries) {
    const result = await client.query<{ ddl: string }>(readFileSync(join(folder, name), "utf8"), [schemas]);
    // What hangs on an object follows it without a blank line.
    parts.push(
      result.rows
        .map(({ ddl }) => (ddl.includes("\n") ? `\n${ddl}` : ddl))
        .join("\n")
        .trim(),
    );
  }
  for (const table of seededTables) parts.push(await dumpRows(client, table));
  return `${parts.filter(Boolean).join("\n\n")}\n`;
}

async function dumpRows(client: ClientBase, table: string): Promise<string> {
  const { rows: columns } = await client.query<{ name: string }>(
    `select quote_ident(attname) as name from pg_attribute
     where attrelid = to_regclass($1) and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`,
    [table],
  );
  if (columns.length === 0) return "";
  const names = columns.map((column) => column.name);
  const { rows } = await client.query<{ ddl: string }>(
    `select format('insert into ${table} (${names.join(", ")}) values (${names.map(() => "%s").join(", ")});',
            ${names.map((name) => `coalesce(quote_literal(${name}::text), 'null')`).join(", ")}) collate "C" as ddl
     from ${table} order by 1`,
  );
  return rows.map((row) => row.ddl).join("\n");
}
