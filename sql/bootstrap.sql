-- Roles, and what the database allows to whom: all that a migration cannot do, because it needs an administrator.
-- Runs at every start, as a superuser or as a role with CREATEROLE that owns the database; changes only what differs.
-- Several servers may run it at once: what loses a race to another one's creation is what was wanted.

do $$
declare
  v_role text;
begin
  -- app_owner owns every object; app_server logs in and can do nothing but become one of the three after it.
  foreach v_role in array array['app_owner', 'app_server', 'app_anonymous', 'app_user', 'app_operator'] loop
    if not exists (select from pg_catalog.pg_roles where rolname = v_role) then
      begin
        execute format('create role %I %s', v_role, case v_role when 'app_server' then 'login noinherit' else 'nologin' end);
      exception when duplicate_object or unique_violation then
        null;
      end;
    end if;
  end loop;

  -- app_server is noinherit, so since PostgreSQL 16 too these grants let it SET ROLE and nothing else.
  foreach v_role in array array['app_anonymous', 'app_user', 'app_operator'] loop
    if not pg_catalog.pg_has_role('app_server', v_role, 'member') then
      begin
        execute format('grant %I to app_server', v_role);
      exception when unique_violation then
        null;
      end;
    end if;
  end loop;

  -- An operator is a user who may do more.
  if not pg_catalog.pg_has_role('app_operator', 'app_user', 'member') then
    begin
      execute 'grant app_user to app_operator';
    exception when unique_violation then
      null;
    end;
  end if;

  -- Migrations run as app_owner, so the administrator must be able to become it. A superuser is.
  -- Since PostgreSQL 16 whoever creates a role is its member without that right, which SET asks about; 15 does not know it.
  if not pg_catalog.pg_has_role('app_owner',
      case when pg_catalog.current_setting('server_version_num')::int >= 160000 then 'set' else 'member' end) then
    begin
      execute format('grant app_owner to %I', current_user);
    exception when unique_violation then
      null;
    end;
  end if;

  -- TEMP lets a caller shadow a table inside a definer function; CONNECT is for the server alone.
  if exists (
    select from pg_catalog.pg_database d
    cross join lateral pg_catalog.aclexplode(coalesce(d.datacl, pg_catalog.acldefault('d', d.datdba))) as held
    where d.datname = current_database() and held.grantee = 0
  ) then
    execute format('revoke all on database %I from public', current_database());
  end if;
  if not pg_catalog.has_database_privilege('app_server', current_database(), 'connect') then
    execute format('grant connect on database %I to app_server', current_database());
  end if;
  if not pg_catalog.has_database_privilege('app_owner', current_database(), 'create') then
    execute format('grant create on database %I to app_owner', current_database());
  end if;
  if exists (
    select from pg_catalog.pg_namespace n
    cross join lateral pg_catalog.aclexplode(coalesce(n.nspacl, pg_catalog.acldefault('n', n.nspowner))) as held
    where n.nspname = 'public' and held.grantee = 0 and held.privilege_type = 'CREATE'
  ) then
    revoke create on schema public from public;
  end if;
end
$$;
