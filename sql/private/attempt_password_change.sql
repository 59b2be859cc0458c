-- Definer: nobody but the owner reads or writes accounts. Counted as a log-in is: who has found a phone unlocked would
-- otherwise guess the password without end. But apart from log-ins: strangers' guesses must not keep the owner from changing it.
create or replace function app_private.attempt_password_change(account_id uuid, address inet)
returns app_private.attempt
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp set lock_timeout = '5s'
as $$
declare
  v_account app_private.accounts;
  v_attempt app_private.attempt;
begin
  select a.* into strict v_account from app_private.accounts as a where a.account_id = attempt_password_change.account_id;
  v_attempt.retry_after_seconds := app_private.attempt('account', attempt_password_change.account_id::text, address);
  if v_attempt.retry_after_seconds is null then
    v_attempt.account_id := v_account.account_id;
    v_attempt.password_hash := v_account.password_hash;
  end if;
  return v_attempt;
end
$$;

grant execute on function app_private.attempt_password_change to app_server;
comment on function app_private.attempt_password_change(uuid, inet) is
  'Counts an attempt to change the password and, when it is let in, answers what to hold the old one against.';
