create or replace function app_private.end_account_sessions(email text)
returns uuid
language plpgsql volatile
as $$
declare
  v_account_id constant uuid := app_private.require_account(email);
begin
  perform app_private.end_session(v_account_id, null, everywhere => true);
  return v_account_id;
end
$$;

comment on function app_private.end_account_sessions(text) is
  'Ends all sessions of the account of an e-mail address, at once. AC002 when there is none.';
