// Who may do what is what a reviewer has seen: migrations/privileges.txt, pair by pair of a role and a privilege on an object.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectDir } from "../../src/config.ts";
import { dumpPrivilegesInTransaction } from "../../src/db/dump_privileges.ts";
import type { Privileges } from "../../src/db/dump_privileges.ts";
import { privilegesFile } from "../../src/db/exports.ts";
import { difference } from "../../src/db/findings.ts";
import { createTestDatabase } from "../support/database.ts";

// Each with what the file would then say.
const changes: [change: string, line: string][] = [
  ["create table app_private.thing (a int)", "table app_private.thing, of postgres: nobody\n  columns a"],
  ["create view app_public.thing_view as select 1 as a", "view app_public.thing_view, of postgres: nobody\n  columns a"],
  ["create sequence app_private.thing_sequence", "sequence app_private.thing_sequence, of postgres: nobody"],
  ["create function app_private.thing() returns int language sql return 1", "function app_private.thing(), of postgres: PUBLIC execute"],
  ["create domain app_public.thing_domain as int", "type app_public.thing_domain, of postgres: PUBLIC usage"],
  ["create type app_public.thing_row as (a int)", "type app_public.thing_row, of postgres: PUBLIC usage"],
  ["create schema thing", "schema thing, of postgres: nobody"],
  ["create extension citext schema public", "function public.citext_eq(public.citext, public.citext), of postgres: PUBLIC execute"],
  ["create foreign data wrapper thing", "foreign-data wrapper thing, of postgres: nobody"],
  ["select lo_create(4711)", "large object 4711, of postgres: nobody"],
  ["alter table app_private.users add thing int", "  columns created_at issuer subject thing user_id"],
  ["grant select on app_private.users to app_anonymous", "table app_private.users: app_owner all; app_anonymous, app_user, app_operator select"],
  ["grant insert on app_private.zones to public", "table app_private.zones: app_owner all; PUBLIC insert; app_anonymous, app_user, app_operator insert select"],
  ["grant update (remaining) on app_private.reward_stock to app_user", "  column remaining: app_owner all; app_anonymous select; app_user, app_operator select update"],
  ["grant select on app_private.metrics to app_user with grant option", "app_anonymous select; app_user, app_operator select (and may grant select)"],
  ["revoke select on app_private.items from app_user", "table app_private.items: app_owner all; app_anonymous, app_operator select"],
  ["grant truncate on app_private.rule_versions to app_owner", "table app_private.rule_versions: app_owner insert references select trigger truncate;"],
  ["grant usage on schema app_public to app_server", "schema app_public: app_owner all; app_server, app_anonymous, app_user, app_operator usage"],
  ["grant create on schema public to public", "schema public, of pg_database_owner: PUBLIC all"],
  ["grant temporary on database :database to app_server", "database (this one): app_owner create; app_server connect temporary"],
  ["grant execute on function app_private.clock to public", "function app_private.clock(): PUBLIC execute"],
  ["grant execute on function app_private.check_in to app_user", "function app_private.check_in(uuid, date): app_owner, app_user, app_operator execute"],
  ["alter function app_private.deadline security definer", "function app_private.deadline(date, text, integer), definer: "],
  ["alter function app_private.refuse owner to current_user", "function app_private.refuse(text, text, text), of postgres: "],
  ["grant usage on type app_public.mark to app_anonymous", "type app_public.mark: app_owner, app_anonymous usage"],
  ["grant select on pg_authid to app_user", "table pg_catalog.pg_authid, of postgres: app_user, app_operator select"],
  ["grant select (rolpassword) on pg_authid to app_server", "  column rolpassword: app_server, app_user, app_operator select"],
  ["grant execute on function pg_read_file(text) to app_user", "function pg_catalog.pg_read_file(text), of postgres: app_user, app_operator execute"],
  ["grant select on pg_largeobject to public", "changed since PostgreSQL was installed: table pg_largeobject"],
  ["grant set on parameter session_replication_role to app_server", "parameter session_replication_role: app_server set"],
  ["grant app_owner to app_server", "role app_server may become app_anonymous, app_operator, app_owner, app_user"],
  ["grant pg_monitor to app_user", "role app_user has the privileges of pg_monitor, pg_read_all_settings, pg_read_all_stats, pg_stat_scan_tables"],
  ["grant app_user to app_operator with admin option", "role app_operator may let others become app_user"],
  ["alter role app_user bypassrls", "role app_user: may not log in, inherits, BYPASSES ROW-LEVEL SECURITY"],
  ["alter role app_anonymous login", "role app_anonymous: may log in, inherits"],
  ["alter role app_operator set search_path = public", "role app_operator: may not log in, inherits, settings: search_path=public"],
  ["alter default privileges for role app_owner grant execute on functions to public", "new functions of app_owner: execute to PUBLIC"],
  ["alter default privileges grant select on tables to app_user", "new tables of postgres: select to app_user"],
];

const administrator = new URL(process.env["TEST_ADMIN_URL"] ?? "").username;
const database = await createTestDatabase();
const client = await database.pool.connect();
afterAll(async () => {
  client.release();
  await database.drop();
});

/** Who may do what after statements, which are undone. The schemas left out are those that only tests have. */
async function privilegesAfter(...statements: string[]): Promise<Privileges> {
  await client.query("begin");
  try {
    for (const statement of statements) await client.query(statement.replace(":database", database.name));
    return await dumpPrivilegesInTransaction(client, ["tap", "test"]);
  } finally {
    await client.query("rollback");
  }
}

const { text: now, pairs } = await privilegesAfter();
const { text: changed } = await privilegesAfter(...changes.map(([change]) => change));

test("every role may do what the file says, and nothing else", () => {
  const reviewed = readFileSync(join(projectDir, privilegesFile), "utf8");
  expect(difference(reviewed, now, [privilegesFile, "the database, by npm run db:dump"])).toBeUndefined();
});

test("each of our roles was asked about, for each function and each column of ours", async () => {
  const [{ ours } = { ours: 0 }] = await database.query<{ ours: number }>(`
    select (select count(*) from pg_roles where rolname like 'app\\_%')::int * (
      (select count(*) from pg_proc where pronamespace::regnamespace::text like 'app\\_%')
      + (select count(*) * 4 from pg_attribute join pg_class on pg_class.oid = attrelid
         where relnamespace::regnamespace::text like 'app\\_%' and relkind = 'r' and attnum > 0 and not attisdropped))::int as ours`);
  expect(ours).toBeGreaterThan(4000);
  expect(pairs).toBeGreaterThan(ours);
});

test.each(changes)("sees: %s", (_change, line) => {
  expect(now).not.toContain(line);
  expect(changed.replaceAll(`of ${administrator}`, "of postgres")).toContain(line);
});
