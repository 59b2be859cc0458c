-- What PUBLIC may do, a role that is added tomorrow may do too. The languages are PostgreSQL's own and trusted: without a schema
-- in which to create, there is nothing to do with them.
select plan(8);

create view test.schemas as
select n.oid, n.nspname as name, n.nspacl as acl, n.nspowner as owner
from pg_namespace n where n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'tap', 'test');

create view test.offenders as
select p.oid::regprocedure::text as name
from pg_proc p join test.schemas s on s.oid = p.pronamespace, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
where a.grantee = 0
union all
select c.oid::regclass::text
from pg_class c join test.schemas s on s.oid = c.relnamespace, aclexplode(c.relacl) a
where a.grantee = 0
union all
select c.oid::regclass || '.' || t.attname
from pg_attribute t join pg_class c on c.oid = t.attrelid join test.schemas s on s.oid = c.relnamespace, aclexplode(t.attacl) a
where a.grantee = 0
union all
select t.oid::regtype::text
from pg_type t join test.schemas s on s.oid = t.typnamespace left join pg_class c on c.oid = t.typrelid,
  aclexplode(coalesce(t.typacl, acldefault('T', t.typowner))) a
where a.grantee = 0 and (c.relkind = 'c' or t.typtype in ('d', 'e', 'r'))
union all
select 'schema ' || s.name
from test.schemas s, aclexplode(coalesce(s.acl, acldefault('n', s.owner))) a
where a.grantee = 0 and (s.name <> 'public' or a.privilege_type <> 'USAGE')
union all
select 'large object ' || l.oid
from pg_largeobject_metadata l, aclexplode(coalesce(l.lomacl, acldefault('L', l.lomowner))) a
where a.grantee = 0
union all
select 'database: ' || a.privilege_type
from pg_database d, aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
where d.datname = current_database() and a.grantee = 0
union all
select format('new objects (%s) of %s', k.kind, r.rolname)
from (values ('f'), ('T')) k (kind)
join pg_roles r on r.rolname = 'app_owner'
left join pg_default_acl d on d.defaclrole = r.oid and d.defaclnamespace = 0 and d.defaclobjtype::text = k.kind,
  aclexplode(coalesce(d.defaclacl, acldefault(k.kind::"char", r.oid))) a
where a.grantee = 0;

select is_empty('select * from test.offenders', 'PUBLIC has no privilege on the database, or on anything in a schema that is not PostgreSQL''s');

create function app_private.broken() returns int language sql return 1;
select set_eq('select * from test.offenders', array['app_private.broken()'], 'a function that PUBLIC may execute would be found');
create type app_public.broken_type as enum ('a');
select set_has('select * from test.offenders', $$values ('app_public.broken_type')$$, 'a type that PUBLIC may use');
create sequence app_private.broken_sequence;
grant usage on sequence app_private.broken_sequence to public;
select set_has('select * from test.offenders', $$values ('app_private.broken_sequence')$$, 'a sequence');
grant select (name) on app_private.zones to public;
select set_has('select * from test.offenders', $$values ('app_private.zones.name')$$, 'a column');
create extension pgcrypto schema public;
select set_has('select * from test.offenders', $$values ('public.gen_random_bytes(integer)')$$, 'a function of an extension, in whatever schema');
create schema broken;
grant create on schema broken to public;
select set_has('select * from test.offenders', $$values ('schema broken')$$, 'a schema of somebody else');
alter default privileges for role app_owner grant execute on functions to public;
select set_has('select * from test.offenders', $$values ('new objects (f) of app_owner')$$, 'a default that would give it what is new');
