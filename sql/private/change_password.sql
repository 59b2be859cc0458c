-- Definer: nobody but the owner reads or writes accounts.
create or replace function app_private.change_password(
  account_id uuid, session_id uuid, verified_hash text, new_hash text, address inet
)
returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp set lock_timeout = '5s'
as $$
declare
  v_account app_private.accounts;
begin
  -- Lock
  select a.* into v_account from app_private.accounts as a where a.account_id = change_password.account_id for no key update;
  -- Look: of two changes at once, and of a change and a log-out, the second finds what the first has left.
  if not found or v_account.password_hash is distinct from verified_hash
    or not app_private.session_is_live(account_id, session_id) then
    return false;
  end if;
  -- Write: who knew the old password has nothing any more.
  update app_private.accounts as a set password_hash = new_hash where a.account_id = change_password.account_id;
  delete from app_private.sessions as s
  where s.account_id = change_password.account_id and s.session_id <> change_password.session_id;
  delete from app_private.log_in_attempts as a where a.kind = 'account' and a.key = change_password.account_id::text;
  update app_private.log_in_attempts as a set guesses = a.guesses - 1
  where a.kind = 'address' and a.key = app_rules.address_counted(change_password.address) and a.guesses > 0;
  -- Answer
  return true;
end
$$;

grant execute on function app_private.change_password to app_server;
comment on function app_private.change_password(uuid, uuid, text, text, inet) is
  'Stores the hash of a new password and ends all other sessions; false when password or session are no longer what was verified.';
