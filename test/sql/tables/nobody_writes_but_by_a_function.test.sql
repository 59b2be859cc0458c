-- Tried for real: each role, each table, each way to write. The server's own counts of requests have a test of their own.
select plan(325);

select test.sign_in('alice');
select test.check_in_at('2026-03-01 12:00+00');
reset role;
select set_config('test.stored', test.fingerprint(), false);

create temp table tables as
select c.oid::regclass as name,
  (select quote_ident(a.attname) from pg_attribute a where a.attrelid = c.oid and a.attnum = 1) as key
from pg_class c
where c.relkind in ('r', 'p') and c.relnamespace in ('app_public'::regnamespace, 'app_private'::regnamespace)
  and c.oid <> 'app_private.request_counts'::regclass;

select is(test.refusal(format('set local role %I; %s', r.role, format(s.statement, t.name, t.key))), '42501', format('%s may not: %s', r.role, format(s.statement, t.name, t.key)))
from unnest(array['app_server', 'app_anonymous', 'app_user', 'app_operator']) as r(role), tables as t,
  unnest(array['insert into %1$s default values', 'update %1$s set %2$s = null', 'delete from %1$s', 'truncate %1$s']) as s(statement);
select is(test.refusal(format('set local role app_user; select from %s for update', name)), '42501', format('a user cannot lock rows of %s', name)) from tables;
select is(test.fingerprint(), current_setting('test.stored'), 'nothing has changed');
select is_empty($$
  select r.rolname, c.oid::regclass, p.name
  from pg_class c, pg_roles r, unnest(array['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) as p(name)
  where c.oid in (select t.name from tables t) and r.rolname in ('app_server', 'app_anonymous', 'app_user', 'app_operator') and has_table_privilege(r.rolname, c.oid, p.name)
$$, 'nor does any of them hold a privilege that nobody tried');
