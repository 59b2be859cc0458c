-- Every write is a function; no role that a client becomes holds a write grant on a table or a column.
-- The one exception: the server itself counts requests, in a table that no client's role may even read.
select plan(3);

create view test.offenders as
select r.rolname || ' may ' || lower(p.name) || ' ' || c.oid::regclass as name
from pg_class c
cross join unnest(array['app_server', 'app_anonymous', 'app_user', 'app_operator']) r (rolname)
cross join unnest(array['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) p (name)
where c.relnamespace in ('app_public'::regnamespace, 'app_private'::regnamespace) and c.relkind in ('r', 'p', 'v', 'm')
  and (has_table_privilege(r.rolname, c.oid, p.name)
    or p.name in ('INSERT', 'UPDATE', 'REFERENCES') and has_any_column_privilege(r.rolname, c.oid, p.name))
  and not (r.rolname = 'app_server' and c.oid = 'app_private.request_counts'::regclass and p.name in ('INSERT', 'UPDATE', 'DELETE'));

select is_empty('select * from test.offenders', 'app_server, app_anonymous, app_user and app_operator hold no write grant');

create table app_private.broken (a int);
grant update (a) on app_private.broken to app_user;
select set_eq('select * from test.offenders', array['app_user may update app_private.broken', 'app_operator may update app_private.broken'], 'a grant on one column would be found, and who holds it as a user too');

select is_empty(
  $$ select r.rolname from pg_roles r where r.rolname like 'app\_%' and (r.rolsuper or r.rolbypassrls or r.rolcreaterole or r.rolcreatedb) $$,
  'none of our roles passes by row-level security or makes roles');
