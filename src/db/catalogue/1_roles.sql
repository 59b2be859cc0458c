-- The product's roles: what each may be, and whose powers it can take.
with ours as (select * from pg_roles where rolname like 'app\_%')
select format('create role %I%s%s%s%s;', r.rolname,
         case when r.rolcanlogin then ' login' else ' nologin' end,
         case when r.rolinherit then '' else ' noinherit' end,
         case when r.rolsuper then ' superuser' else '' end
           || case when r.rolcreaterole then ' createrole' else '' end
           || case when r.rolcreatedb then ' createdb' else '' end,
         case when r.rolbypassrls then ' bypassrls' else '' end) as ddl
from ours r
where $1::text[] is not null
union all
select distinct format('grant %I to %I;', granted.rolname, member.rolname)
from pg_auth_members m
join ours granted on granted.oid = m.roleid
join ours member on member.oid = m.member
order by 1;
