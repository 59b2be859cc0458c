-- Definer: nobody but the owner writes sessions.
create or replace function app_private.end_session(account_id uuid, session_id uuid, everywhere boolean)
returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp set lock_timeout = '5s'
as $$
begin
  -- Lock: the account's row before its sessions, as a log-in does.
  perform from app_private.accounts as a where a.account_id = end_session.account_id for no key update;
  delete from app_private.sessions as s
  where s.account_id = end_session.account_id and (everywhere or s.session_id = end_session.session_id);
end
$$;

grant execute on function app_private.end_session to app_server;
comment on function app_private.end_session(uuid, uuid, boolean) is 'Ends a session or, everywhere, all of its account. A repeat changes nothing.';
