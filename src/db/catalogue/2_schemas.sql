-- Extensions, our schemas, who may use them, and what new objects will grant by default.
with ours as (select n.*, n.nspname::text collate "C" as name from pg_namespace n where n.nspname = any ($1))
select ddl from (
  select 1 as part, e.extname::text collate "C" as name, format('create extension %I with schema %I;', e.extname, n.nspname) as ddl
  from pg_extension e join pg_namespace n on n.oid = e.extnamespace
  where e.extname not in ('plpgsql', 'pgtap')
  union all
  select 2, name, format('create schema %I%s;', nspname,
    case when nspowner = 'app_owner'::regrole then '' else format(' authorization %I', pg_get_userbyid(nspowner)) end)
  from ours
  union all
  select 3, name, format('comment on schema %I is %L;', nspname, obj_description(oid, 'pg_namespace'))
  from ours where obj_description(oid, 'pg_namespace') is not null
  union all
  select 4, name, format('grant %s on schema %I to %s;',
    string_agg(lower(a.privilege_type), ', ' order by a.privilege_type collate "C"), nspname,
    case a.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end)
  from ours, aclexplode(coalesce(nspacl, acldefault('n', nspowner))) a
  where a.grantee <> nspowner
  group by name, nspname, a.grantee
  union all
  select 5, pg_get_userbyid(d.defaclrole)::text collate "C",
    format('-- default privileges of %I%s on %s: %s', pg_get_userbyid(d.defaclrole),
      coalesce(' in schema ' || quote_ident(n.nspname), ''),
      case d.defaclobjtype when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'functions'
        when 'T' then 'types' when 'n' then 'schemas' else d.defaclobjtype::text end,
      coalesce((select string_agg(format('%s to %s', lower(a.privilege_type),
          case a.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end), ', '
          order by a.grantee = d.defaclrole desc, pg_get_userbyid(a.grantee)::text collate "C", a.privilege_type collate "C")
        from aclexplode(d.defaclacl) a where a.privilege_type <> 'MAINTAIN'), 'nothing'))
  from pg_default_acl d left join pg_namespace n on n.oid = d.defaclnamespace
  where pg_get_userbyid(d.defaclrole) like 'app\_%' and (n.oid is null or n.nspname = any ($1))
) parts
order by part, name, ddl;
