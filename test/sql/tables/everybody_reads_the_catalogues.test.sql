-- All tables without a user_id, but those of accounts and the server's own counts of requests: what everybody may know.
select plan(37);

select test.add_reward('{"id": "party", "gives_points": 1, "stock": 5}', '{}');
select test.sign_in_operator('olga');
select app_public.declare_amnesty('2026-03-01', '2026-03-02', 'Storm.') is null;
reset role;

create temp table tables as
select c.oid::regclass as name
from pg_class c
where c.relkind in ('r', 'p') and c.relnamespace in ('app_public'::regnamespace, 'app_private'::regnamespace)
  and not exists (select from pg_attribute a where a.attrelid = c.oid and a.attname in ('user_id', 'account_id') and not a.attisdropped)
  and c.oid not in ('app_private.log_in_attempts'::regclass, 'app_private.request_counts'::regclass);
grant select on tables to public;

create function test.seen(relation regclass) returns text
language plpgsql
as $$
declare
  v_any boolean;
begin
  execute format('select exists (select from %s)', relation) into v_any;
  return case when v_any then 'rows' else 'none' end;
exception when insufficient_privilege then
  return 'refused';
end
$$;
grant execute on function test.seen to public;

select is((select count(*) from tables), 9::bigint, 'there are nine such tables');
select test.sign_in('alice');
select is(test.seen(name), 'rows', format('a user reads %s', name)) from tables;
select test.sign_in(null);
select is(test.seen(name), 'rows', format('who is signed out reads %s', name)) from tables;
set role app_operator;
select is(test.seen(name), 'rows', format('an operator reads %s', name)) from tables;
set role app_server;
select is(test.seen(name), 'refused', format('the server itself does not read %s', name)) from tables;
