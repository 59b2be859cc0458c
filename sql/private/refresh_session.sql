-- Definer: nobody but the owner reads or writes sessions.
create or replace function app_private.refresh_session(
  account_id uuid, session_id uuid, stem_hash bytea, token_hash bytea, next_hash bytea
)
returns app_private.refreshed_session
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp set lock_timeout = '5s'
as $$
declare
  v_session app_private.sessions;
  v_at timestamptz;
  v_answer app_private.refreshed_session;
begin
  -- Lock: of two at once the second finds what the first has left.
  select s.* into v_session from app_private.sessions as s
  where s.account_id = refresh_session.account_id and s.session_id = refresh_session.session_id for no key update;
  v_at := app_private.clock();
  -- Look: who has no part of the session's tokens can end nothing.
  if not found or v_session.stem_hash <> stem_hash or v_session.expires_at <= v_at then
    v_answer.outcome := 'unknown';
    return v_answer;
  end if;
  -- Decide
  v_answer.outcome := case
    when v_session.token_hash = token_hash then 'refreshed'
    when v_session.used_hash = token_hash and app_rules.is_repeated_refresh(v_session.refreshed_at, v_at) then 'repeated'
    else 'reused'
  end;
  -- Write: a repeat gets the same token again, and no more time.
  if v_answer.outcome = 'reused' then
    delete from app_private.sessions as s
    where s.account_id = refresh_session.account_id and s.session_id = refresh_session.session_id;
    return v_answer;
  elsif v_answer.outcome = 'refreshed' then
    v_session.refreshed_at := greatest(v_session.refreshed_at, v_at);
  end if;
  update app_private.sessions as s
  set token_hash = next_hash, used_hash = refresh_session.token_hash, refreshed_at = v_session.refreshed_at,
    expires_at = app_rules.session_expires_at(v_session.created_at, v_session.refreshed_at)
  where s.account_id = refresh_session.account_id and s.session_id = refresh_session.session_id;
  -- Answer
  select a.zone, a.is_operator into v_answer.zone, v_answer.is_operator
  from app_private.accounts as a where a.account_id = refresh_session.account_id;
  return v_answer;
end
$$;

grant execute on function app_private.refresh_session to app_server;
comment on function app_private.refresh_session(uuid, uuid, bytea, bytea, bytea) is
  'Exchanges a refresh token for the next one. A token that was used before ends the session, since two have it; but the last one used may come again for 10 seconds.';
