-- Definer: nobody but the owner reads or writes accounts. What the server verified is named, since it took a while.
create or replace function app_private.log_in(
  account_id uuid, verified_hash text, address inet, stem_hash bytea, token_hash bytea, new_hash text default null
)
returns app_private.opened_session
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp set lock_timeout = '5s'
as $$
declare
  v_account app_private.accounts;
  v_session app_private.opened_session;
begin
  -- Lock
  select a.* into v_account from app_private.accounts as a where a.account_id = log_in.account_id for no key update;
  -- Look: a password that has been changed meanwhile opens nothing.
  if not found or v_account.password_hash is distinct from verified_hash then
    return null;
  end if;
  -- Write: what is right was no guess. It clears the account's count, but at the address no other's guesses: otherwise who
  -- has one account could try all others.
  if new_hash is not null then
    update app_private.accounts as a set password_hash = log_in.new_hash where a.account_id = log_in.account_id;
  end if;
  v_session := app_private.open_session(v_account, stem_hash, token_hash);
  delete from app_private.log_in_attempts as a where a.kind = 'email' and a.key = v_account.email;
  update app_private.log_in_attempts as a set guesses = a.guesses - 1
  where a.kind = 'address' and a.key = app_rules.address_counted(log_in.address) and a.guesses > 0;
  -- Answer
  return v_session;
end
$$;

grant execute on function app_private.log_in to app_server;
comment on function app_private.log_in(uuid, text, inet, bytea, bytea, text) is
  'Opens a session after the password was found right; null when the password has changed since. new_hash: of the same password, with the parameters of today.';
