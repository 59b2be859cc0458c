-- Comments are the documentation that the reader of the GraphQL API gets.
select plan(2);

create view test.offenders as
select p.oid::regprocedure::text as name
from pg_proc p
where p.pronamespace = 'app_public'::regnamespace and obj_description(p.oid, 'pg_proc') is null
union all
select c.oid::regclass::text
from pg_class c
where c.relnamespace = 'app_public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm') and obj_description(c.oid, 'pg_class') is null
union all
select t.oid::regtype::text
from pg_type t
left join pg_class c on c.oid = t.typrelid
where t.typnamespace = 'app_public'::regnamespace and (t.typtype in ('e', 'd') or c.relkind = 'c') and obj_description(t.oid, 'pg_type') is null;

select is_empty('select * from test.offenders', 'every function, table and type in app_public has a comment');

create function app_public.broken() returns int language sql return 1;
create type app_public.broken_too as (a int);
select set_eq('select * from test.offenders', array['app_public.broken()', 'app_public.broken_too'], 'one without would be found');
