-- Definer: nobody but the owner reads or writes accounts. An address without an account takes the same way.
create or replace function app_private.attempt_log_in(email text, address inet)
returns app_private.attempt
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp set lock_timeout = '5s'
as $$
declare
  v_email constant text := app_private.require_email(email);
  v_attempt app_private.attempt;
begin
  v_attempt.retry_after_seconds := app_private.attempt('email', v_email, address);
  if v_attempt.retry_after_seconds is null then
    select a.account_id, a.password_hash into v_attempt.account_id, v_attempt.password_hash
    from app_private.account_emails as e join app_private.accounts as a on a.account_id = e.account_id
    where e.email = v_email;
  end if;
  return v_attempt;
end
$$;

grant execute on function app_private.attempt_log_in to app_server;
comment on function app_private.attempt_log_in(text, inet) is
  'Counts an attempt to log in or to register and, when it is let in, answers whose password to hold it against. AC001 for what is no e-mail address.';
