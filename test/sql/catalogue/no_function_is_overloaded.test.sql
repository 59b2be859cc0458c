-- Of two functions with one name the API would show neither.
select plan(2);

create view test.offenders as
select p.pronamespace::regnamespace || '.' || p.proname as name
from pg_proc p
where p.pronamespace in ('app_public'::regnamespace, 'app_private'::regnamespace, 'app_rules'::regnamespace)
group by p.pronamespace, p.proname
having count(*) > 1;

select is_empty('select * from test.offenders', 'no two functions have the same name');

create function app_private.broken(a int) returns int language sql return a;
create function app_private.broken(a text) returns text language sql return a;
select set_eq('select * from test.offenders', array['app_private.broken'], 'an overload would be found');
