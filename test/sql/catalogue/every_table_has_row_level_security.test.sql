-- The second wall, should a grant be wrong. It is not forced on the owner: the functions that write run as app_owner, and ask themselves.
select plan(2);

create view test.offenders as
select c.oid::regclass::text as name
from pg_class c
where c.relnamespace in ('app_public'::regnamespace, 'app_private'::regnamespace)
  and c.relkind in ('r', 'p') and not c.relrowsecurity;

select is_empty('select * from test.offenders', 'row-level security is on for every table');

create table app_private.broken (a int);
select set_eq('select * from test.offenders', array['app_private.broken'], 'a table without would be found');
