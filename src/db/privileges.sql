-- Every pair of one of our roles (or PUBLIC) and a privilege on an object of this database: whether it is held, by whatever way.
-- $1: schemas to leave out. What a role only has because PUBLIC has it is held too: that is what it may do.
-- Of the system's own, what has no grants of its own is as PostgreSQL has it, and is not asked about.
-- MAINTAIN, which PostgreSQL knows from 17 on, is left out: the text is the same on all versions.
with roles as (
  select rolname::text as role from pg_roles where rolname like 'app\_%'
  union all select 'public'
), schemas as (
  select n.oid, n.nspname, n.nspowner, n.nspname in ('pg_catalog', 'information_schema') as is_system
  from pg_namespace n
  where n.nspname !~ '^pg_(toast|temp|toast_temp)' and n.nspname <> all ($1)
), relations as (
  select c.oid, c.relkind, c.relowner, s.is_system, format('%I.%I', s.nspname, c.relname) as name
  from pg_class c join schemas s on s.oid = c.relnamespace where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
), objects as (
  select 'database' as kind, d.oid, '(this one)' as name, false as is_system, null::oid as owner, '' as note
  from pg_database d where d.datname = current_database()
  union all select 'schema', s.oid, quote_ident(s.nspname), s.is_system, s.nspowner, '' from schemas s
  union all select 'language', l.oid, quote_ident(l.lanname), false, null, '' from pg_language l
  union all select 'tablespace', t.oid, quote_ident(t.spcname), false, null, '' from pg_tablespace t where t.spcname ~ '^pg_'
  union all select 'foreign-data wrapper', w.oid, quote_ident(w.fdwname), false, w.fdwowner, '' from pg_foreign_data_wrapper w
  union all select 'server', f.oid, quote_ident(f.srvname), false, f.srvowner, '' from pg_foreign_server f
  union all select 'sequence', r.oid, r.name, r.is_system, r.relowner, '' from relations r where r.relkind = 'S'
  union all select case r.relkind when 'v' then 'view' when 'm' then 'materialized view' when 'f' then 'foreign table' else 'table' end,
      r.oid, r.name, r.is_system, r.relowner, '' from relations r where r.relkind <> 'S'
  union all select 'type', t.oid, format('%I.%I', s.nspname, t.typname), s.is_system, t.typowner, ''
    from pg_type t join schemas s on s.oid = t.typnamespace left join pg_class c on c.oid = t.typrelid
    where (not s.is_system or t.typacl is not null) and (t.typtype in ('d', 'e', 'r') or c.relkind = 'c' or t.typtype = 'b' and t.typcategory <> 'A')
  union all select 'function', p.oid, format('%I.%I(%s)', s.nspname, p.proname,
        array_to_string(array(select a::regtype from unnest(p.proargtypes) with ordinality u (a, n) order by n), ', ')),
      s.is_system, p.proowner, case when p.prosecdef then ', definer' else '' end
    from pg_proc p join schemas s on s.oid = p.pronamespace where not s.is_system or p.proacl is not null
), privileges (kind, privilege) as (
  values ('database', 'CONNECT'), ('database', 'CREATE'), ('database', 'TEMPORARY'), ('schema', 'USAGE'), ('schema', 'CREATE'),
    ('language', 'USAGE'), ('tablespace', 'CREATE'), ('foreign-data wrapper', 'USAGE'), ('server', 'USAGE'),
    ('sequence', 'USAGE'), ('sequence', 'SELECT'), ('sequence', 'UPDATE'), ('type', 'USAGE'), ('function', 'EXECUTE')
  union all
  select kind, privilege
  from unnest(array['table', 'view', 'materialized view', 'foreign table']) k (kind),
    unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) p (privilege)
), held as (
  select o.kind, o.name, null::text as part, o.is_system, o.owner, o.note, r.role, lower(p.privilege) as privilege, case o.kind
      when 'database' then has_database_privilege(r.role, o.oid, p.privilege || g.suffix)
      when 'schema' then has_schema_privilege(r.role, o.oid, p.privilege || g.suffix)
      when 'language' then has_language_privilege(r.role, o.oid, p.privilege || g.suffix)
      when 'tablespace' then has_tablespace_privilege(r.role, o.oid, p.privilege || g.suffix)
      when 'foreign-data wrapper' then has_foreign_data_wrapper_privilege(r.role, o.oid, p.privilege || g.suffix)
      when 'server' then has_server_privilege(r.role, o.oid, p.privilege || g.suffix)
      when 'sequence' then has_sequence_privilege(r.role, o.oid, p.privilege || g.suffix)
      when 'type' then has_type_privilege(r.role, o.oid, p.privilege || g.suffix)
      when 'function' then has_function_privilege(r.role, o.oid, p.privilege || g.suffix)
      else has_table_privilege(r.role, o.oid, p.privilege || g.suffix)
    end as is_held, g.suffix <> '' as may_grant
  from objects o join privileges p using (kind) cross join roles r cross join (values (''), (' WITH GRANT OPTION')) g (suffix)
  union all
  select 'column', r.name, quote_ident(a.attname), r.is_system, r.relowner, '', roles.role, lower(p.privilege),
    has_column_privilege(roles.role, r.oid, a.attnum, p.privilege || g.suffix), g.suffix <> ''
  from relations r
  join pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
  cross join (values ('SELECT'), ('INSERT'), ('UPDATE'), ('REFERENCES')) p (privilege)
  cross join roles
  cross join (values (''), (' WITH GRANT OPTION')) g (suffix)
  where r.relkind <> 'S' and (not r.is_system or a.attacl is not null)
  union all
  select 'large object', l.oid::text, null, false, l.lomowner, '', r.role, lower(p.privilege), exists (
      select from aclexplode(coalesce(l.lomacl, acldefault('L', l.lomowner))) a
      where a.privilege_type = p.privilege and (a.grantee = 0 or r.role <> 'public' and pg_has_role(r.role, nullif(a.grantee, 0), 'usage'))), false
  from pg_largeobject_metadata l cross join (values ('SELECT'), ('UPDATE')) p (privilege) cross join roles r
  union all
  select 'parameter', c.parname, null, false, null, '', r.role, lower(p.privilege), has_parameter_privilege(r.role, c.parname, p.privilege), false
  from pg_parameter_acl c cross join (values ('SET'), ('ALTER SYSTEM')) p (privilege) cross join roles r
)
-- Of the system's own, PUBLIC's privileges are PostgreSQL's; what one of our roles has beyond them is ours.
select h.kind, h.name, h.part, h.is_system as "isSystem", pg_get_userbyid(h.owner)::text as owner, h.note, h.role,
  string_agg(h.privilege, ' ' order by h.privilege collate "C") filter (where h.is_held and not h.may_grant) as held,
  string_agg(h.privilege, ' ' order by h.privilege collate "C") filter (where h.is_held and h.may_grant) as "mayGrant",
  count(*) filter (where not h.may_grant)::int as pairs,
  bool_and(h.is_held) filter (where not h.may_grant) as "holdsAll"
from held h
group by h.kind, h.name, h.part, h.is_system, h.owner, h.note, h.role
