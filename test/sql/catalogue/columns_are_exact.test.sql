-- Amounts are integers, instants know their zone, and nothing happens behind a statement's back.
select plan(4);

create view test.offenders as
select a.attrelid::regclass || '.' || a.attname as name
from pg_attribute a join pg_class c on c.oid = a.attrelid
where c.relnamespace in ('app_public'::regnamespace, 'app_private'::regnamespace)
  and c.relkind in ('r', 'p', 'c') and a.attnum > 0 and not a.attisdropped
  and a.atttypid in ('timestamp'::regtype, 'time'::regtype, 'timetz'::regtype, 'real'::regtype, 'double precision'::regtype, 'numeric'::regtype, 'money'::regtype, 'json'::regtype);

create view test.triggers as
select t.tgrelid::regclass || ': ' || t.tgname as name
from pg_trigger t join pg_class c on c.oid = t.tgrelid
where not t.tgisinternal and c.relnamespace in ('app_public'::regnamespace, 'app_private'::regnamespace);

select is_empty('select * from test.offenders', 'no column is a timestamp without zone or inexact');
select is_empty('select * from test.triggers', 'no table has a trigger');

create table app_private.broken (at timestamp, amount float);
create trigger broken before update on app_private.broken for each row execute function suppress_redundant_updates_trigger();
select set_eq('select * from test.offenders', array['app_private.broken.at', 'app_private.broken.amount'], 'such columns would be found');
select set_eq('select * from test.triggers', array['app_private.broken: broken'], 'a trigger would be found');
