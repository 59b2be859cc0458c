-- Functions and procedures: the whole text, the owner where it is not app_owner, comment, grants.
with ours as (
  select p.*, (n.nspname || '.' || p.proname) collate "C" as sort,
    format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)) collate "C" as name,
    case p.prokind when 'p' then 'procedure' else 'function' end as kind
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace
  where n.nspname = any ($1) and p.prokind <> 'a'
    and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
)
select ddl from (
  select 1 as part, sort, name, rtrim(pg_get_functiondef(oid), E' \n') || ';' as ddl from ours
  union all
  select 2, sort, name, format('alter %s %s owner to %I;', kind, name, pg_get_userbyid(proowner))
  from ours where proowner <> 'app_owner'::regrole
  union all
  select 3, sort, name, format('comment on %s %s is %L;', kind, name, obj_description(oid, 'pg_proc'))
  from ours where obj_description(oid, 'pg_proc') is not null
  union all
  select 4, sort, name, format('grant %s on %s %s to %s;', lower(a.privilege_type), kind, name,
    case a.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end)
  from ours, aclexplode(coalesce(proacl, acldefault('f', proowner))) a
  where a.grantee <> proowner
) parts
order by sort, name, part, ddl;
