create or replace function app_private.set_account_operator(email text, is_operator boolean)
returns uuid
language plpgsql volatile
as $$
declare
  v_account_id constant uuid := app_private.require_account(email);
begin
  update app_private.accounts as a set is_operator = set_account_operator.is_operator where a.account_id = v_account_id;
  -- Its tokens say that it is one until they expire; without their session they are refused at once.
  if not is_operator then
    perform app_private.end_session(v_account_id, null, everywhere => true);
  end if;
  return v_account_id;
end
$$;

comment on function app_private.set_account_operator(text, boolean) is
  'Makes the account of an e-mail address an operator, from its next refresh or log-in on; or no operator any more, which ends its sessions. AC002 when there is none.';
