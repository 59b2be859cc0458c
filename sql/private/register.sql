-- Definer: nobody but the owner reads or writes accounts. The attempt stays counted where it came from: otherwise one address
-- could register without end.
create or replace function app_private.register(email text, password_hash text, zone text, stem_hash bytea, token_hash bytea)
returns app_private.opened_session
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp set lock_timeout = '5s'
as $$
declare
  v_account app_private.accounts;
begin
  -- Decide
  v_account.email := app_private.require_email(email);
  if zone is not null then
    perform app_private.require_settings(zone, 0);
  end if;
  -- Write: of two at once the first has the address.
  v_account.account_id := gen_random_uuid();
  insert into app_private.account_emails (email, account_id) values (v_account.email, v_account.account_id) on conflict do nothing;
  if not found then
    return null;
  end if;
  v_account.password_hash := register.password_hash;
  v_account.is_operator := false;
  v_account.zone := register.zone;
  v_account.created_at := app_private.clock();
  insert into app_private.accounts select v_account.*;
  delete from app_private.log_in_attempts as a where a.kind = 'email' and a.key = v_account.email;
  -- Answer
  return app_private.open_session(v_account, stem_hash, token_hash);
end
$$;

grant execute on function app_private.register to app_server;
comment on function app_private.register(text, text, text, bytea, bytea) is
  'Makes an account and opens its first session; null when the e-mail address has an account. AC001 for what is no e-mail address, US001 for an unknown zone.';
