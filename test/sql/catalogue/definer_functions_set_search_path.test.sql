-- Without pg_temp at the end, a caller's temporary table stands in for ours inside a definer function.
select plan(4);

create view test.offenders as
select p.oid::regprocedure::text as name
from pg_proc p
where p.pronamespace in ('app_public'::regnamespace, 'app_private'::regnamespace, 'app_rules'::regnamespace)
  and p.prosecdef
  and not coalesce(p.proconfig @> array['search_path=pg_catalog, pg_temp'], false);

select is_empty('select * from test.offenders', 'every definer function has search_path = pg_catalog, pg_temp');

create function app_private.broken() returns int language sql security definer set search_path = '' return 1;
select set_eq('select * from test.offenders', array['app_private.broken()'], 'an empty search_path would be found');

-- Where somebody else may create, a name on the path can be theirs.
create view test.creators as
select r.role || ' in ' || n.nspname as name
from pg_namespace n
cross join (select rolname::text as role from pg_roles where rolname like 'app\_%' and rolname <> 'app_owner' union all select 'public') r
where n.nspname !~ '^pg_(temp|toast)' and has_schema_privilege(r.role, n.oid, 'create')
union all
select r.role || ' temporary tables'
from (select rolname::text as role from pg_roles where rolname like 'app\_%' union all select 'public') r
where has_database_privilege(r.role, current_database(), 'temporary');

select is_empty('select * from test.creators', 'none of our roles but app_owner may create anything, in any schema');
grant create on schema public to app_user;
select set_eq('select * from test.creators', array['app_user in public', 'app_operator in public'], 'one that may would be found');
