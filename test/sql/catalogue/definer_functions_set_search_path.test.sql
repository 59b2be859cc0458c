-- Without pg_temp at the end, a caller's temporary table stands in for ours inside a definer function.
select plan(2);

create view test.offenders as
select p.oid::regprocedure::text as name
from pg_proc p
where p.pronamespace in ('app_public'::regnamespace, 'app_private'::regnamespace, 'app_rules'::regnamespace)
  and p.prosecdef
  and not coalesce(p.proconfig @> array['search_path=pg_catalog, pg_temp'], false);

select is_empty('select * from test.offenders', 'every definer function has search_path = pg_catalog, pg_temp');

create function app_private.broken() returns int language sql security definer set search_path = '' return 1;
select set_eq('select * from test.offenders', array['app_private.broken()'], 'an empty search_path would be found');
