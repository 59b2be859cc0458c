--! Previous: sha1:e2be10138756afd9604f6ce6937334d744bbbd66
--! Hash: sha1:3620aded199b4bcd4a7e26b4826842c0ba07e74f
--! Message: Password changes are counted apart from log-ins

alter table app_private.log_in_attempts drop constraint kind_is_email_or_address;
alter table app_private.log_in_attempts add constraint kind_is_email_account_or_address check (kind in ('email', 'account', 'address'));
comment on column app_private.log_in_attempts.key is 'The normalised e-mail address, whether it has an account or not; the account whose password was to be changed; or where the attempts came from.';
drop function app_private.attempt(text, inet);
--! Included rules/attempts_free.sql
-- Behind one address can be a whole school; behind one e-mail address is one person.
create or replace function app_rules.attempts_free(kind text)
returns int
language sql immutable parallel safe
return case kind when 'email' then 5 when 'account' then 5 when 'address' then 50 end;

comment on function app_rules.attempts_free(text) is 'How many wrong guesses have no delay after them but the last.';
--! EndIncluded rules/attempts_free.sql
--! Included private/attempt.sql
-- What is refused costs no hash, and makes nobody wait longer than they do.
create or replace function app_private.attempt(kind text, key text, address inet)
returns int
language plpgsql volatile
as $$
declare
  v_at constant timestamptz := app_private.clock();
  v_address constant text := app_rules.address_counted(address);
  v_locked_until timestamptz;
  v_address_locked_until timestamptz;
begin
  -- Lock: always who is meant before where it comes from, and others' rows last.
  v_locked_until := app_private.count_attempt(kind, key, v_at);
  v_address_locked_until := app_private.count_attempt('address', v_address, v_at);
  perform app_private.sweep_expired(v_at);
  if coalesce(v_locked_until, v_address_locked_until) is not null then
    return ceil(extract(epoch from greatest(v_locked_until, v_address_locked_until) - v_at));
  end if;
  perform app_private.let_in(kind, key, v_at);
  perform app_private.let_in('address', v_address, v_at);
  return null;
end
$$;

comment on function app_private.attempt(text, text, inet) is
  'Counts an attempt by whom it is about (kind email or account, and which) and by where it comes from. Null when it is let in, or else after how many seconds to try again.';
--! EndIncluded private/attempt.sql
--! Included private/attempt_log_in.sql
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
--! EndIncluded private/attempt_log_in.sql
--! Included private/attempt_password_change.sql
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
--! EndIncluded private/attempt_password_change.sql
--! Included private/change_password.sql
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
--! EndIncluded private/change_password.sql
--! Included private/log_in.sql
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
--! EndIncluded private/log_in.sql
