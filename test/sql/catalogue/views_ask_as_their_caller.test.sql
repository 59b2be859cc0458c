-- A view reads as its owner unless told otherwise, and so past row-level security. A materialized view cannot be told.
select plan(2);

create view test.offenders as
select c.oid::regclass::text as name
from pg_class c
where c.relnamespace in ('app_public'::regnamespace, 'app_private'::regnamespace, 'app_rules'::regnamespace)
  and (c.relkind in ('m', 'f') or c.relkind = 'v' and not coalesce(c.reloptions && array['security_invoker=true', 'security_invoker=on'], false));

select is_empty('select * from test.offenders', 'every view is security_invoker');

create view app_public.broken as select * from app_private.users;
create view app_public.sound with (security_invoker = true) as select * from app_private.users;
create materialized view app_private.broken_too as select * from app_private.users;
select set_eq('select * from test.offenders', array['app_public.broken', 'app_private.broken_too'], 'one that is not would be found, and a materialized one');
