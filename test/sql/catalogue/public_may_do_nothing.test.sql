-- What PUBLIC may do, a role that is added tomorrow may do too.
select plan(2);

create view test.offenders as
select p.oid::regprocedure::text as name
from pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
where p.pronamespace in ('app_public'::regnamespace, 'app_private'::regnamespace, 'app_rules'::regnamespace) and a.grantee = 0
union all
select c.oid::regclass::text
from pg_class c, aclexplode(c.relacl) a
where c.relnamespace in ('app_public'::regnamespace, 'app_private'::regnamespace) and a.grantee = 0
union all
select n.nspname
from pg_namespace n, aclexplode(n.nspacl) a
where n.nspname in ('app_public', 'app_private', 'app_rules') and a.grantee = 0
union all
select 'database: ' || a.privilege_type
from pg_database d, aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
where d.datname = current_database() and a.grantee = 0;

select is_empty('select * from test.offenders', 'PUBLIC has no privilege on the database or in our schemas');

create function app_private.broken() returns int language sql return 1;
select set_eq('select * from test.offenders', array['app_private.broken()'], 'a function that PUBLIC may execute would be found');
