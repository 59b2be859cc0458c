// The role that the server logs in as: it can do nothing, become its callers and nobody else, and keeps nothing of one request for the next.
import type pg from "pg";
import "../../src/graphql/environment.ts";
import { postgraphile } from "postgraphile";
import { grafast } from "postgraphile/grafast";
import { createPool } from "../../src/database/pool.ts";
import { presetOver, settingsOf } from "../../src/graphql/preset.ts";
import { errorCode } from "../../src/user_error.ts";
import { createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";

let database: TestDatabase;
let pool: pg.Pool;
let session: pg.PoolClient;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool(database.serverUrl, 10);
  pool.options.max = 1;
  session = await pool.connect();
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

async function refusal(...statements: string[]): Promise<string | undefined> {
  await session.query("begin");
  try {
    for (const statement of statements) await session.query(statement);
    return undefined;
  } catch (error) {
    return errorCode(error);
  } finally {
    await session.query("rollback");
  }
}

const callers = ["app_anonymous", "app_operator", "app_user"];
/** What nobody who has our connection may do, whichever of the roles it takes. */
const forbidden = [
  "create temp table t (a int)",
  "create table app_public.t (a int)",
  "create table public.t (a int)",
  "create schema mine",
  "create role mine",
  "alter role app_server superuser",
  "alter role app_server password 'x'; alter role app_server createrole",
  "grant app_owner to app_server",
  "alter table app_private.users disable row level security",
  "drop table app_private.users",
  "truncate app_private.users",
  "comment on table app_private.users is 'mine'",
  "select * from pg_authid",
  "select * from pg_shadow",
  "select pg_read_file('postgresql.conf')",
  "select pg_ls_dir('.')",
  "copy app_private.zones to program 'id'",
  "copy app_private.zones to '/tmp/zones'",
  "do $$ begin perform pg_reload_conf(); end $$",
  "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'postgres'",
  "set session_replication_role = replica",
  "set session authorization postgres",
  "set log_statement = 'none'",
  "alter database :database set search_path = public",
  "select app_private.set_stock('streak_3', 1)",
  "create function app_public.f() returns int language sql return 1",
  "create extension pgcrypto",
  "create publication p for all tables",
  "load 'auto_explain'",
];

test("before it takes a caller's role it reads and calls nothing of ours, but its counts, accounts and whether the migrations are there", async () => {
  const relations = await database.query<{ name: string }>(
    "select c.oid::regclass::text as name from pg_class c where c.relnamespace::regnamespace::text like 'app\\_%' and c.relkind in ('r', 'v', 'm', 'S', 'p', 'f')",
  );
  const functions = await database.query<{ name: string }>(
    `select p.oid::regproc || '(' || array_to_string(array(select 'null::' || replace(a::regtype::text, 'anyelement', 'integer') from unnest(p.proargtypes) a), ', ') || ')' as name
     from pg_proc p where p.pronamespace::regnamespace::text like 'app\\_%'`,
  );
  const allowed: string[] = [];
  for (const { name } of [...relations, ...functions]) if ((await refusal(`select * from ${name} limit 0`)) !== "42501") allowed.push(name);
  expect(relations.length + functions.length).toBeGreaterThan(250);
  const accounts = ["attempt_log_in", "attempt_password_change", "change_password", "end_session", "log_in", "log_out", "refresh_session", "register", "session_is_live"];
  expect(allowed.map((name) => name.replace(/\(.*/, "")).toSorted()).toEqual(["request_counts", ...accounts].map((name) => `app_private.${name}`).toSorted());
  expect(await refusal("select hash from graphile_migrate.migrations")).toBeUndefined();
});

test("it becomes any of its callers, and nobody else that there is", async () => {
  const { rows } = await session.query<{ name: string }>("select quote_ident(rolname) as name from pg_roles where rolname <> 'app_server'");
  const became: string[] = [];
  for (const { name } of rows) if ((await refusal(`set local role ${name}`)) === undefined) became.push(name);
  expect(rows.length).toBeGreaterThan(15);
  expect(became.toSorted()).toEqual(callers);
});

test.each(["app_server", ...callers])("%s can do none of what would get it further", async (role) => {
  const done: string[] = [];
  for (const statement of forbidden) {
    const code = await refusal(...(role === "app_server" ? [] : [`set local role ${role}`]), statement.replace(":database", database.name));
    // 42501: may not; 42883: there is no such function with these arguments, which would make the list prove nothing.
    if (code !== "42501") done.push(`${statement}: ${code ?? "done"}`);
  }
  expect(done).toEqual([]);
  // Not within a transaction.
  await session.query(`set role ${role}`);
  await expect(session.query("alter system set fsync = off")).rejects.toMatchObject({ code: "42501" });
  await session.query("reset role");
});

test("back from a caller's role it is itself again, and no more", async () => {
  for (const back of ["set role none", "reset role", "set session authorization default", "discard all"]) {
    await session.query("set role app_operator");
    await session.query(back);
    const { rows } = await session.query("select current_user::text as is, session_user::text as was");
    expect([back, rows]).toEqual([back, [{ is: "app_server", was: "app_server" }]]);
    expect(await refusal("select * from app_private.users")).toBe("42501");
  }
});

test("the names of the settings are ours, whatever a token says", () => {
  const hostile = "x', true), set_config('role', 'postgres";
  const identity = { issuer: hostile, subject: "role", zone: "search_path", isOperator: true, role: "postgres", "app.development": "on" };
  const names = ["app.development", "app.issuer", "app.subject", "app.zone", "role", "timezone"];
  expect(Object.keys(settingsOf(identity, "test")).toSorted()).toEqual(names);
  expect(Object.keys(settingsOf(null, "development")).toSorted()).toEqual(names);
  expect(settingsOf(identity, "test")).toMatchObject({ role: "app_operator", "app.subject": "role", "app.issuer": hostile, "app.development": "" });
});

test("on one connection no request sees who made the one before, whether that one succeeded or failed", async () => {
  session.release();
  const api = postgraphile(presetOver(pool, "test"));
  const { schema, resolvedPreset } = await api.getSchemaResult();
  const ask = async (subject: string | null, source: string): Promise<unknown> => {
    const identity = subject === null ? null : { issuer: "test", subject, zone: "Asia/Kathmandu", isOperator: subject === "olga" };
    return grafast({ schema, source, resolvedPreset, requestContext: { expressv4: { req: { identity } } } as unknown as Grafast.RequestContext });
  };
  const left = async (): Promise<unknown> =>
    (
      await pool.query(`select pg_backend_pid() as pid, current_user::text as role,
        array(select coalesce(current_setting(name, true), '') from unnest(array['app.issuer', 'app.subject', 'app.zone', 'app.development']) as name) as settings,
        current_setting('statement_timeout') as timeout`)
    ).rows[0];
  try {
    const fresh = await left();
    expect(fresh).toMatchObject({ role: "app_server", settings: ["", "", "", ""] });
    for (const [subject, source] of [
      ["alice", "mutation { checkIn(input: {}) { result { day } } }"],
      ["alice", 'mutation { claimReward(input: { rewardId: "nope" }) { result { alreadyClaimed } } }'],
      ["olga", "{ rewards(first: 1) { nodes { rewardId } } }"],
      ["olga", '{ user(userId: "00000000-0000-4000-8000-000000000000") { userId } }'],
    ] as const) {
      await ask(subject, source);
      expect([source, await left()]).toEqual([source, fresh]);
      expect(await ask(null, "{ me { userId } }")).toEqual({ data: { me: null } });
    }
    await ask("bob", "mutation { checkIn(input: {}) { result { day } } }");
    // A plan that was made for an operator is not one for a user.
    const count = { name: "everybody", text: "select count(*)::int as users from app_private.users" };
    for (const [role, users] of [["app_operator", 2], ["app_user", 1], ["app_operator", 2]] as const) {
      const client = await pool.connect();
      await client.query(`begin; set local role ${role}; set local app.issuer = 'test'; set local app.subject = 'alice'`);
      expect([role, (await client.query(count)).rows]).toEqual([role, [{ users }]]);
      await client.query("commit");
      client.release();
    }
  } finally {
    await api.release();
  }
});
