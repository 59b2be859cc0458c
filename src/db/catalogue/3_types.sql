-- Enums, domains and composite types, with their comments and grants.
with ours as (
  select t.*, format('%I.%I', n.nspname, t.typname) collate "C" as name
  from pg_type t join pg_namespace n on n.oid = t.typnamespace
  where n.nspname = any ($1)
    and (t.typtype in ('e', 'd', 'r')
      or t.typtype = 'c' and (select c.relkind = 'c' from pg_class c where c.oid = t.typrelid))
    and not exists (select from pg_depend d where d.objid = t.oid and d.deptype = 'e')
)
select ddl from (
  select 1 as part, name, case typtype
    when 'e' then format('create type %s as enum (%s);', name,
      (select string_agg(quote_literal(e.enumlabel), ', ' order by e.enumsortorder) from pg_enum e where e.enumtypid = ours.oid))
    when 'd' then format('create domain %s as %s%s%s%s;', name, format_type(typbasetype, typtypmod),
      coalesce(' default ' || typdefault, ''), case when typnotnull then ' not null' else '' end,
      coalesce((select string_agg(format(E'\n  constraint %I %s', k.conname, pg_get_constraintdef(k.oid)), '' order by k.conname::text collate "C")
        from pg_constraint k where k.contypid = ours.oid and k.contype <> 'n'), ''))
    when 'r' then format('create type %s as range (subtype = %s);', name,
      (select format_type(r.rngsubtype, null) from pg_range r where r.rngtypid = ours.oid))
    else format(E'create type %s as (\n%s\n);', name,
      (select string_agg(format('  %I %s', a.attname, format_type(a.atttypid, a.atttypmod)), E',\n' order by a.attnum)
       from pg_attribute a where a.attrelid = typrelid and a.attnum > 0 and not a.attisdropped))
    end as ddl
  from ours
  union all
  select 2, name, format('alter type %s owner to %I;', name, pg_get_userbyid(typowner))
  from ours where typowner <> 'app_owner'::regrole
  union all
  select 3, name, format('comment on type %s is %L;', name, obj_description(oid, 'pg_type'))
  from ours where obj_description(oid, 'pg_type') is not null
  union all
  select 4, name, format('comment on column %s.%I is %L;', name, a.attname, col_description(typrelid, a.attnum))
  from ours join pg_attribute a on a.attrelid = typrelid
  where typtype = 'c' and col_description(typrelid, a.attnum) is not null
  union all
  select 5, name, format('grant %s on type %s to %s;', lower(a.privilege_type), name,
    case a.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end)
  from ours, aclexplode(coalesce(typacl, acldefault('T', typowner))) a
  where a.grantee <> typowner
) parts
order by name, part, ddl;
