// The dump sees whatever could differ between two databases, and nothing that does not matter.
import { dumpInTransaction, dumpSchema } from "../../src/db/dump_schema.ts";
import { createTestDatabase } from "../support/database.ts";

const base = `
  create type app_public.kind as enum ('a', 'b');
  create table app_private.parents (id int primary key);
  create table app_private.things (
    id int primary key, amount int not null default 0 constraint amount_is_not_negative check (amount >= 0),
    parent_id int references app_private.parents, kind app_public.kind, doubled int generated always as (amount * 2) stored
  ) with (fillfactor = 80);
  create index things_amount on app_private.things (amount) where amount > 0;
  alter table app_private.things enable row level security;
  create policy own on app_private.things for select to app_user using (id = 1);
  create function app_private.f(a int default 1) returns int language sql stable return a;
  create view app_private.v as select id from app_private.things;
  comment on table app_private.things is 'Things.';`;

const changes = [
  "alter type app_public.kind add value 'c' after 'a'",
  "comment on type app_public.kind is 'x'",
  "alter table app_private.things alter parent_id type bigint",
  "alter table app_private.things alter amount drop default",
  "alter table app_private.things alter amount drop not null",
  "alter table app_private.things add extra int",
  "alter table app_private.things rename amount to amounts",
  "alter table app_private.things drop constraint amount_is_not_negative",
  "alter table app_private.things rename constraint amount_is_not_negative to other",
  "alter table app_private.things drop constraint things_parent_id_fkey, add foreign key (parent_id) references app_private.parents on delete cascade",
  "alter table app_private.things set (fillfactor = 90)",
  "alter table app_private.things disable row level security",
  "alter table app_private.things force row level security",
  "alter policy own on app_private.things to app_anonymous",
  "alter policy own on app_private.things using (id = 2)",
  "drop policy own on app_private.things",
  "drop index app_private.things_amount; create index things_amount on app_private.things (amount)",
  "create unique index on app_private.things (parent_id)",
  "grant select on app_private.things to app_user",
  "grant update (amount) on app_private.things to app_user",
  "alter table app_private.things owner to postgres",
  "comment on column app_private.things.amount is 'x'",
  "comment on table app_private.things is null",
  "create trigger t before update on app_private.things for each row execute function suppress_redundant_updates_trigger()",
  "alter function app_private.f volatile",
  "alter function app_private.f security definer",
  "alter function app_private.f set search_path = pg_catalog, pg_temp",
  "create or replace function app_private.f(a int default 2) returns int language sql stable return a",
  "create or replace function app_private.f(a int default 1) returns int language sql stable return a + 1",
  "grant execute on function app_private.f to public",
  "alter function app_private.f owner to postgres",
  "create or replace view app_private.v with (security_invoker = true) as select id from app_private.things",
  "create or replace view app_private.v as select id from app_private.things where id = 1",
  "grant usage on schema app_private to public",
  "alter default privileges for role app_owner grant execute on functions to public",
  "update app_private.items set title = title || '!'",
  "create sequence app_private.numbers",
  "create extension pgcrypto schema app_private",
];

const database = await createTestDatabase();
const client = await database.pool.connect();
afterAll(async () => {
  client.release();
  await database.drop();
});

/** What the dump says after the statements, which are undone. */
async function dumpAfter(...statements: string[]): Promise<string> {
  await client.query("begin; set local role app_owner");
  try {
    for (const statement of statements) await client.query(statement);
    return await dumpInTransaction(client);
  } finally {
    await client.query("rollback");
  }
}

const before = await dumpAfter(base);

test.each(changes)("sees: %s", async (change) => {
  expect(await dumpAfter(base, "reset role", change)).not.toBe(before);
});

test("says the same whatever the session, the order of creation and what was dropped", async () => {
  const after = await dumpAfter(
    "create table app_private.gone (id int); create type app_public.gone as (a int)",
    "drop table app_private.gone; drop type app_public.gone",
    base,
    "alter table app_private.parents add gone int; alter table app_private.parents drop gone",
    "set local search_path = app_private, app_public; set local quote_all_identifiers = on",
    "set local timezone = 'Asia/Tokyo'; set local datestyle = german",
  );
  expect(after).toBe(before);
});

test("is made in a transaction of its own", async () => {
  expect(await dumpSchema(client)).toBe(await dumpAfter());
});
