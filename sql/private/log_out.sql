-- Definer: nobody but the owner reads or writes sessions.
create or replace function app_private.log_out(
  account_id uuid, session_id uuid, stem_hash bytea, token_hash bytea, everywhere boolean
)
returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp set lock_timeout = '5s'
as $$
declare
  v_session app_private.sessions;
begin
  select s.* into v_session from app_private.sessions as s
  where s.account_id = log_out.account_id and s.session_id = log_out.session_id;
  -- A token that was used long ago may be a thief's: it ends its own session, as it would by a refresh, and no other.
  if v_session.stem_hash = stem_hash then
    perform app_private.end_session(account_id, session_id,
      everywhere and token_hash in (v_session.token_hash, coalesce(v_session.used_hash, v_session.token_hash)));
  end if;
end
$$;

grant execute on function app_private.log_out to app_server;
comment on function app_private.log_out(uuid, uuid, bytea, bytea, boolean) is
  'Ends the session of a refresh token, or all of its account if the token is one of the last two. A repeat changes nothing.';
