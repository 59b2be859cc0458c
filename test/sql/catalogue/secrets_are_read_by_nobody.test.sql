-- A password's hash is a secret too. Functions that run as app_owner compare it; nobody reads it.
select plan(4);

create view test.offenders as
select a.attrelid::regclass || '.' || a.attname || ': ' || r.role as name
from pg_attribute a join pg_class c on c.oid = a.attrelid
cross join (select rolname::text as role from pg_roles where rolname like 'app\_%' and rolname <> 'app_owner' union all select 'public') r
where c.relnamespace in ('app_public'::regnamespace, 'app_private'::regnamespace) and c.relkind in ('r', 'p', 'v', 'm', 'f')
  and a.attnum > 0 and not a.attisdropped
  and a.attname ~ 'passw|hash|secret|token|salt|verifier|private_key'
  and has_column_privilege(r.role, a.attrelid, a.attnum, 'select');

-- Neither as a part of an answer.
create view test.answers as
select c.oid::regclass || '.' || a.attname as name
from pg_attribute a join pg_class c on c.oid = a.attrelid
where c.relnamespace = 'app_public'::regnamespace and a.attnum > 0 and not a.attisdropped and a.attname ~ 'passw|hash|secret|salt|verifier|private_key';

select is_empty('select * from test.offenders', 'no column whose name says that it is a secret can be read');
select is_empty('select * from test.answers', 'and none is in what the API speaks of');

create table app_private.broken (user_id uuid, password_hash text);
grant select on app_private.broken to app_operator;
create type app_public.broken as (secret text);
select set_eq('select * from test.offenders', array['app_private.broken.password_hash: app_operator'], 'one that can would be found');
select set_eq('select * from test.answers', array['app_public.broken.secret'], 'and one in an answer');
