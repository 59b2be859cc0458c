// Makes the database that every test file gets a copy of: the product as migrated, pgTAP, and the test schema.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import pg from "pg";
import { projectDir } from "../../src/config.ts";
import { prepareDatabase } from "../../src/database.ts";
import { withDatabase } from "../../src/database/connect.ts";
import { runCurrent, withClient } from "../../src/db/build.ts";

/** What tokens are signed with, and app_server's password is derived from, in tests. */
export const testSecret = "a secret that only tests use, 32 characters";

const databaseSettings = `
  select format('revoke all on database :name from public;') as sql
  union all
  select format('grant %s on database :name to %s;', a.privilege_type,
    case a.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end)
  from pg_database d, aclexplode(d.datacl) a where d.datname = current_database()
  union all
  select format('alter database :name owner to %I;', pg_get_userbyid(datdba)) from pg_database where datname = current_database()
  union all
  select format('alter %s set %s = %L;', case s.setrole when 0 then 'database :name'
    else format('role %I in database :name', pg_get_userbyid(s.setrole)) end, split_part(c, '=', 1), substr(c, strpos(c, '=') + 1))
  from pg_db_role_setting s join pg_database d on d.oid = s.setdatabase, unnest(s.setconfig) c
  where d.datname = current_database()`;

/** Builds it. Returns the statements that give a copy what PostgreSQL does not copy: grants and settings of the database. */
export async function makeTemplate(adminUrl: string, name: string): Promise<string> {
  await prepareDatabase(withDatabase(adminUrl, name), testSecret);
  await runCurrent(projectDir, adminUrl, name);
  return withClient(withDatabase(adminUrl, name), async (admin) => {
    await admin.query(`create schema tap; set search_path = tap; set client_min_messages = error; ${pgtapSource()}`);
    await admin.query(`reset search_path; ${readFileSync(join(import.meta.dirname, "test_schema.sql"), "utf8")}`);
    const { rows } = await admin.query<{ sql: string }>(databaseSettings);
    return rows.map((row) => row.sql).join("\n");
  });
}

/** Copies the template. A new database is ready in some 20 ms. */
export async function cloneTemplate(admin: pg.Client, template: string, name: string, settings: string): Promise<void> {
  await admin.query(
    `create database ${pg.escapeIdentifier(name)} template ${pg.escapeIdentifier(template)} strategy file_copy`,
  );
  await admin.query(settings.replaceAll(":name", pg.escapeIdentifier(name)));
}

/** pgtap.sql out of the npm package, which holds PostgreSQL's extension files as a tarball. */
function pgtapSource(): string {
  const tarball = new URL("pgtap.tar.gz", import.meta.resolve("@electric-sql/pglite-pgtap"));
  const tar = gunzipSync(readFileSync(tarball));
  const text = (start: number, end: number): string => tar.toString("utf8", start, end).replace(/\0[^]*$/, "");
  // A tar file is blocks of 512 bytes: a header with name and size (octal), then the file.
  for (let at = 0; at < tar.length;) {
    const size = Number.parseInt(text(at + 124, at + 136), 8) || 0;
    if (text(at, at + 100).endsWith("/pgtap.sql")) return tar.toString("utf8", at + 512, at + 512 + size);
    at += 512 + Math.ceil(size / 512) * 512;
  }
  throw new Error(`no pgtap.sql in ${tarball.pathname}`);
}
