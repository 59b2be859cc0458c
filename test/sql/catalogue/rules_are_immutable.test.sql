-- A rule sees its arguments and nothing else, so it can be tested alone, inlined and run in parallel.
select plan(2);

create view test.offenders as
select p.oid::regprocedure::text as name
from pg_proc p
where p.pronamespace = 'app_rules'::regnamespace
  and (p.provolatile <> 'i' or p.proparallel <> 's' or p.prosecdef or p.proconfig is not null);

select is_empty('select * from test.offenders', 'every function in app_rules is immutable, parallel safe and plain');

create function app_rules.broken() returns int language sql stable return 1;
select set_eq('select * from test.offenders', array['app_rules.broken()'], 'a stable one would be found');
