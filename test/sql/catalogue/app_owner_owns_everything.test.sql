-- A definer function runs as its owner: one of a superuser's could do anything.
select plan(2);

create view test.offenders as
select o.name
from (
  select c.oid::regclass::text as name, c.relowner as owner, c.relnamespace as schema from pg_class c
  union all select p.oid::regprocedure::text, p.proowner, p.pronamespace from pg_proc p
  union all select t.oid::regtype::text, t.typowner, t.typnamespace from pg_type t
  union all select 'schema ' || n.nspname, n.nspowner, n.oid from pg_namespace n
) o
where o.schema in ('app_public'::regnamespace, 'app_private'::regnamespace, 'app_rules'::regnamespace) and pg_get_userbyid(o.owner) <> 'app_owner';

select is_empty('select * from test.offenders', 'everything in our schemas is app_owner''s');

create function app_private.broken() returns int language sql security definer return 1;
create table app_private.broken_table (a int);
select set_eq('select * from test.offenders', array['app_private.broken()', 'app_private.broken_table', 'app_private.broken_table[]'], 'what is not would be found');
