-- What roles are, whose powers they have, what new objects will grant, and what of the system's own has been granted since it was installed.
with ours as (select * from pg_roles where rolname like 'app\_%')
select line from (
  select 1 as part, r.rolname::text collate "C" as sort, format('role %I: %s', r.rolname, concat_ws(', ',
    case when r.rolcanlogin then 'may log in' else 'may not log in' end, case when r.rolinherit then 'inherits' else 'does not inherit' end,
    case when r.rolsuper then 'SUPERUSER' end, case when r.rolcreaterole then 'CREATES ROLES' end, case when r.rolcreatedb then 'CREATES DATABASES' end,
    case when r.rolreplication then 'REPLICATES' end, case when r.rolbypassrls then 'BYPASSES ROW-LEVEL SECURITY' end,
    'settings: ' || array_to_string(r.rolconfig, '; '))) as line
  from ours r
  union all
  select 2, m.rolname::text collate "C", format('role %I may become %s', m.rolname,
    coalesce(string_agg(quote_ident(o.rolname), ', ' order by o.rolname::text collate "C"), 'nobody'))
  from ours m left join pg_roles o on o.oid <> m.oid
    and pg_has_role(m.oid, o.oid, case when current_setting('server_version_num')::int >= 160000 then 'set' else 'member' end)
  group by m.rolname
  union all
  select 3, m.rolname::text collate "C", format('role %I has the privileges of %s', m.rolname,
    coalesce(string_agg(quote_ident(o.rolname), ', ' order by o.rolname::text collate "C"), 'nobody else'))
  from ours m left join pg_roles o on o.oid <> m.oid and pg_has_role(m.oid, o.oid, 'usage')
  group by m.rolname
  union all
  select 4, m.rolname::text collate "C", format('role %I may let others become %I', m.rolname, o.rolname)
  from ours m join pg_roles o on o.oid <> m.oid and pg_has_role(m.oid, o.oid, 'member with admin option')
  union all
  -- What migrations make is app_owner's. Where nothing was said, the default is PostgreSQL's own, which gives PUBLIC what it likes.
  select 5, d.kind collate "C",
    format('new %s of %I%s: %s', case d.kind when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'functions'
        when 'T' then 'types' when 'n' then 'schemas' else d.kind end,
      pg_get_userbyid(d.role), coalesce(' in schema ' || quote_ident(n.nspname), ''),
      coalesce((select string_agg(format('%s to %s', lower(a.privilege_type), case a.grantee when 0 then 'PUBLIC' else quote_ident(pg_get_userbyid(a.grantee)) end), ', '
          order by pg_get_userbyid(a.grantee)::text collate "C", a.privilege_type collate "C")
        from aclexplode(d.acl) a where a.privilege_type <> 'MAINTAIN' and a.grantee <> d.role), 'nothing'))
  from (
    select defaclrole as role, defaclobjtype::text as kind, defaclnamespace as schema, defaclacl as acl from pg_default_acl
    union all
    select 'app_owner'::regrole, k.kind, 0, acldefault(case k.kind when 'S' then 's' else k.kind end::"char", 'app_owner'::regrole)
    from unnest(array['r', 'S', 'f', 'T', 'n']) k (kind)
    where not exists (select from pg_default_acl where defaclrole = 'app_owner'::regrole and defaclnamespace = 0 and defaclobjtype::text = k.kind)
  ) d left join pg_namespace n on n.oid = d.schema
  where n.oid is null or n.nspname <> all ($1)
  union all
  select 6, o.name collate "C", 'changed since PostgreSQL was installed: ' || o.name
  from (
    select 'pg_class'::regclass as classoid, c.oid as objoid, c.relnamespace as schema, c.relacl as acl, 'table ' || c.oid::regclass as name from pg_class c
    union all select 'pg_proc'::regclass, p.oid, p.pronamespace, p.proacl, 'function ' || p.oid::regprocedure from pg_proc p
    union all select 'pg_type'::regclass, t.oid, t.typnamespace, t.typacl, 'type ' || t.oid::regtype from pg_type t
    union all select 'pg_namespace'::regclass, n.oid, n.oid, n.nspacl, 'schema ' || n.nspname from pg_namespace n
  ) o
  left join pg_init_privs i on i.classoid = o.classoid and i.objoid = o.objoid and i.objsubid = 0
  where o.schema = 'pg_catalog'::regnamespace and o.acl is distinct from i.initprivs
) lines
order by part, sort, line collate "C"
