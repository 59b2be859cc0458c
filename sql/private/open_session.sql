create or replace function app_private.open_session(account app_private.accounts, stem_hash bytea, token_hash bytea)
returns app_private.opened_session
language plpgsql volatile
as $$
declare
  v_sessions_max constant int := 20;
  v_at constant timestamptz := app_private.clock();
  v_session_id constant uuid := gen_random_uuid();
begin
  delete from app_private.sessions as s where s.account_id = account.account_id and s.expires_at <= v_at;
  -- The one that goes is the one that nobody has used for longest.
  delete from app_private.sessions as s
  where s.account_id = account.account_id and s.session_id in (
    select o.session_id from app_private.sessions as o where o.account_id = account.account_id
    order by o.refreshed_at desc, o.created_at desc, o.session_id offset v_sessions_max - 1);
  insert into app_private.sessions (account_id, session_id, stem_hash, token_hash, created_at, refreshed_at, expires_at)
  values (account.account_id, v_session_id, open_session.stem_hash, open_session.token_hash,
    v_at, v_at, app_rules.session_expires_at(v_at, v_at));
  return row(account.account_id, v_session_id, account.zone, account.is_operator)::app_private.opened_session;
end
$$;

comment on function app_private.open_session(app_private.accounts, bytea, bytea) is
  'Opens a session of an account whose row is locked or new, at most 20 at once: the one refreshed longest ago ends for the 21st.';
