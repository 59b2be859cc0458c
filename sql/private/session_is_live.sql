-- Definer: nobody but the owner reads sessions. Asked for each request of an account, so that signing out holds at once, everywhere.
create or replace function app_private.session_is_live(account_id uuid, session_id uuid)
returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select exists (
    select from app_private.sessions as s
    where s.account_id = session_is_live.account_id and s.session_id = session_is_live.session_id
      and s.expires_at > app_private.clock());
end;

grant execute on function app_private.session_is_live to app_server;
comment on function app_private.session_is_live(uuid, uuid) is 'Whether the session has neither been ended nor expired.';
