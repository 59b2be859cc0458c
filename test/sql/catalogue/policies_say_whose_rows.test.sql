-- A grant without a policy shows nothing and looks like a bug; a policy for everything shows everybody's. A subquery in a policy runs for
-- each row, and Citus refuses it.
select plan(11);

create view test.tables as
select c.oid, c.oid::regclass as name, exists (
  select from pg_attribute a where a.attrelid = c.oid and a.attname = 'user_id' and not a.attisdropped) as is_users
from pg_class c
where c.relnamespace in ('app_public'::regnamespace, 'app_private'::regnamespace) and c.relkind in ('r', 'p');

create view test.policies as
select p.*, t.name, t.is_users, r.rolname as role, pg_get_expr(p.polqual, p.polrelid) as condition
from pg_policy p join test.tables t on t.oid = p.polrelid cross join unnest(p.polroles) with ordinality u (role, n)
left join pg_roles r on r.oid = u.role;

create view test.grants_without_policy as
select format('%s: %s', t.name, g.role) as name
from test.tables t
join (
  select c.oid, r.rolname as role from pg_class c, aclexplode(c.relacl) a join pg_roles r on r.oid = a.grantee
  union select a.attrelid, r.rolname from pg_attribute a, aclexplode(a.attacl) x join pg_roles r on r.oid = x.grantee
) g on g.oid = t.oid and g.role <> 'app_owner'
where not exists (select from test.policies p where p.polrelid = t.oid and pg_has_role(g.role, p.role, 'usage'));

create view test.policies_for_everybody as
select format('%s: %s', p.name, p.polname) as name from test.policies p
where p.role is null or p.is_users and p.role in ('app_anonymous', 'app_user')
  and p.condition is distinct from '(user_id = app_private.current_user_id())';

create view test.policies_with_subquery as
select format('%s: %s', p.name, p.polname) as name from test.policies p where p.polqual::text || coalesce(p.polwithcheck::text, '') like '%{SUBLINK%';

create view test.policies_that_write as
select format('%s: %s', p.name, p.polname) as name from test.policies p where (p.polcmd <> 'r' or not p.polpermissive) and p.polrelid <> 'app_private.request_counts'::regclass;

create view test.policies_without_grant as
select format('%s: %s', p.name, p.polname) as name from test.policies p where p.role is not null and not has_any_column_privilege(p.role, p.polrelid, 'select');

select is_empty('select * from test.grants_without_policy', 'who may select from a table has a policy that says which rows');
select is_empty('select * from test.policies_for_everybody', 'a policy names its roles, and shows users their own rows alone');
select is_empty('select * from test.policies_with_subquery', 'no policy has a subquery');
select is_empty('select * from test.policies_that_write', 'policies let read, and nothing else; but for the one table that the server itself writes');
select is_empty('select * from test.policies_without_grant', 'and nobody who may not select anyway');

create table app_private.broken (user_id uuid);
grant select (user_id) on app_private.broken to app_user;
select set_eq('select * from test.grants_without_policy', array['app_private.broken: app_user'], 'a grant without a policy would be found');
create policy everything on app_private.broken for select to app_user using (true);
select set_eq('select * from test.policies_for_everybody', array['app_private.broken: everything'], 'a policy that shows everybody''s rows');
create policy of_public on app_private.zones for select using (true);
select set_has('select * from test.policies_for_everybody', $$values ('app_private.zones: of_public')$$, 'one for PUBLIC');
create policy asks on app_private.broken for select to app_operator using (user_id in (select u.user_id from app_private.users u));
select set_eq('select * from test.policies_with_subquery', array['app_private.broken: asks'], 'one with a subquery');
create policy writes on app_private.broken to app_operator using (true);
select set_eq('select * from test.policies_that_write', array['app_private.broken: writes'], 'one that lets write');
create policy idle on app_private.broken for select to app_anonymous using (false);
select set_eq('select * from test.policies_without_grant', array['app_private.broken: idle'], 'one of somebody without a grant');
