--! Previous: sha1:7359590297fa2009972a57a9e3a885940a0d73af
--! Hash: sha1:fb571322d39a324bea907e77058e9e9282ca5f2a
--! Message: Accounts with e-mail and password

-- Accounts: who signs in with e-mail and password.
grant usage on schema app_private to app_server;
--! Included rules/normalised_email.sql
-- Lower case may take a character apart, so what comes out is composed once more.
create or replace function app_rules.normalised_email(email text)
returns text
language sql immutable parallel safe
return normalize(lower(normalize(btrim(email, ' ' || chr(9) || chr(10) || chr(13) || chr(160)), nfc)), nfc);

comment on function app_rules.normalised_email(text) is
  'The key of an e-mail address: without space around it, composed (NFC), in lower case.';
--! EndIncluded rules/normalised_email.sql
--! Included rules/is_email.sql
-- Modest: only a letter that arrives shows that an address exists.
create or replace function app_rules.is_email(email text)
returns boolean
language sql immutable parallel safe
return length(email) <= 254 and email ~ '^[^@[:space:][:cntrl:]\u0080-\u009f]+@[^@[:space:][:cntrl:]\u0080-\u009f]+$';

comment on function app_rules.is_email(text) is
  'Whether a normalised text can be an e-mail address: one @ between two parts, no spaces or control characters, at most 254 characters.';
--! EndIncluded rules/is_email.sql
--! Included rules/session_expires_at.sql
create or replace function app_rules.session_expires_at(created_at timestamptz, refreshed_at timestamptz)
returns timestamptz
language sql immutable parallel safe
return least(app_rules.seconds_after(refreshed_at, 30 * 86400), app_rules.seconds_after(created_at, 365 * 86400));

comment on function app_rules.session_expires_at(timestamptz, timestamptz) is
  'When a session ends by itself: after 30 days without a refresh, and after 365 days however often it was refreshed.';
--! EndIncluded rules/session_expires_at.sql
--! Included tables/account_emails.sql
-- A table of its own, keyed by what is unique and without a foreign key, so that it may live on another machine than its account.
create table app_private.account_emails (
  email text primary key constraint email_is_normalised check (email = app_rules.normalised_email(email))
    constraint email_is_one check (app_rules.is_email(email)),
  account_id uuid not null
);

alter table app_private.account_emails enable row level security;

comment on table app_private.account_emails is 'Which account an e-mail address names. Read and written by functions alone.';
comment on column app_private.account_emails.email is 'Normalised: the same address in another case is the same account.';
--! EndIncluded tables/account_emails.sql
--! Included tables/accounts.sql
create table app_private.accounts (
  account_id uuid primary key,
  email text not null,
  password_hash text not null constraint password_hash_names_its_algorithm check (password_hash like '$scrypt$%'),
  is_operator boolean not null default false,
  zone text references app_private.zones,
  created_at timestamptz not null
);

alter table app_private.accounts enable row level security;

comment on table app_private.accounts is
  'Who signs in with e-mail and password (ACCOUNTS=1). Read and written by functions alone; its row is locked before sessions are opened or ended.';
comment on column app_private.accounts.account_id is 'The subject of its tokens. Random: it tells nothing.';
comment on column app_private.accounts.email is 'As in account_emails, which decides whose it is.';
comment on column app_private.accounts.password_hash is 'In PHC format, with its parameters; the password itself never comes here.';
comment on column app_private.accounts.is_operator is 'Whether its tokens are an operator''s. Set by set_account_operator.';
comment on column app_private.accounts.zone is 'The zone that it registered with: the claim zoneinfo of its tokens.';
--! EndIncluded tables/accounts.sql
--! Included tables/sessions.sql
create table app_private.sessions (
  account_id uuid not null references app_private.accounts,
  session_id uuid not null,
  stem_hash bytea not null constraint stem_hash_is_sha256 check (length(stem_hash) = 32),
  token_hash bytea not null constraint token_hash_is_sha256 check (length(token_hash) = 32),
  used_hash bytea constraint used_hash_is_sha256 check (length(used_hash) = 32),
  created_at timestamptz not null,
  refreshed_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (account_id, session_id),
  constraint session_expires_as_the_rule_says check (expires_at = app_rules.session_expires_at(created_at, refreshed_at))
);

create index sessions_expires_at on app_private.sessions (expires_at);

alter table app_private.sessions enable row level security;

comment on table app_private.sessions is
  'The sessions of accounts. One that has ended has no row, and then its access tokens are refused. Read and written by functions alone.';
comment on column app_private.sessions.session_id is 'The claim sid of its access tokens.';
comment on column app_private.sessions.stem_hash is 'Of the part that all refresh tokens of the session share: who has it has had one of them.';
comment on column app_private.sessions.token_hash is 'Of the refresh token that has not been used.';
comment on column app_private.sessions.used_hash is 'Of the refresh token that the last refresh used.';
comment on column app_private.sessions.refreshed_at is 'The last refresh, or else the log-in.';
--! EndIncluded tables/sessions.sql
--! Included tables/log_in_attempts.sql
create table app_private.log_in_attempts (
  kind text not null constraint kind_is_email_or_address check (kind in ('email', 'address')),
  key text not null,
  attempts int not null,
  guesses int not null constraint guesses_are_attempts check (guesses between 0 and attempts),
  last_attempt_at timestamptz not null,
  locked_until timestamptz,
  primary key (kind, key)
);

create index log_in_attempts_last_attempt_at on app_private.log_in_attempts (last_attempt_at);

alter table app_private.log_in_attempts enable row level security;

comment on table app_private.log_in_attempts is
  'Attempts to log in, register or change a password, counted before a password is looked at. Read and written by functions alone.';
comment on column app_private.log_in_attempts.key is 'The normalised e-mail address, whether it has an account or not; or where the attempts came from.';
comment on column app_private.log_in_attempts.attempts is 'All of them, those that were refused while it was locked too.';
comment on column app_private.log_in_attempts.guesses is 'Those that were let in, and have not turned out right: the delay grows by them.';
comment on column app_private.log_in_attempts.locked_until is 'Nobody is let in before.';
--! EndIncluded tables/log_in_attempts.sql
--! Included types/attempt.sql
create type app_private.attempt as (retry_after_seconds int, account_id uuid, password_hash text);

comment on type app_private.attempt is
  'An attempt that was counted: after how many seconds to try again, or else, when it was let in, whose password to hold it against; nobody''s for an address without an account.';
--! EndIncluded types/attempt.sql
--! Included types/opened_session.sql
create type app_private.opened_session as (account_id uuid, session_id uuid, zone text, is_operator boolean);

comment on type app_private.opened_session is 'What an access token says of a session and its account.';
--! EndIncluded types/opened_session.sql
--! Included types/refreshed_session.sql
create type app_private.refreshed_session as (outcome text, zone text, is_operator boolean);

comment on type app_private.refreshed_session is
  'What a refresh token led to: refreshed, repeated (the last refresh once more, within its grace), reused (the session has ended), unknown; and what an access token says of the account.';
--! EndIncluded types/refreshed_session.sql
--! Included rules/address_counted.sql
-- Whoever has an IPv6 address has the 2^64 beside it too. IPv4 can come in the clothes of IPv6.
create or replace function app_rules.address_counted(address inet)
returns text
language sql immutable parallel safe
return case
  when address is null then 'unknown'
  when family(address) = 4 then host(address)
  when address << inet '::ffff:0:0/96' then substr(host(address), 8)
  else host(network(set_masklen(address, 64))) || '/64'
end;

comment on function app_rules.address_counted(inet) is
  'By what the attempts of an address are counted: IPv4 as a whole, IPv6 by its first 64 bits.';
--! EndIncluded rules/address_counted.sql
--! Included rules/attempts_free.sql
-- Behind one address can be a whole school; behind one e-mail address is one person.
create or replace function app_rules.attempts_free(kind text)
returns int
language sql immutable parallel safe
return case kind when 'email' then 5 when 'address' then 50 end;

comment on function app_rules.attempts_free(text) is 'How many wrong guesses have no delay after them but the last.';
--! EndIncluded rules/attempts_free.sql
--! Included rules/attempts_locked_until.sql
create or replace function app_rules.attempts_locked_until(kind text, guesses int, at timestamptz)
returns timestamptz
language sql immutable parallel safe
return case when guesses >= app_rules.attempts_free(kind)
  then app_rules.seconds_after(at, least(900, 1 << least(guesses - app_rules.attempts_free(kind), 10))) end;

comment on function app_rules.attempts_locked_until(text, int, timestamptz) is
  'Until when nobody is let in after so many wrong guesses: 1, 2, 4, … seconds, at most 15 minutes. Null while they are free.';
--! EndIncluded rules/attempts_locked_until.sql
--! Included rules/attempts_are_forgotten.sql
create or replace function app_rules.attempts_are_forgotten(last_attempt_at timestamptz, at timestamptz)
returns boolean
language sql immutable parallel safe
return at >= app_rules.seconds_after(last_attempt_at, 86400);

comment on function app_rules.attempts_are_forgotten(timestamptz, timestamptz) is
  'Whether a day has gone by without an attempt.';
--! EndIncluded rules/attempts_are_forgotten.sql
--! Included rules/is_repeated_refresh.sql
-- A lost answer is asked for again at once; two tabs refresh in the same second.
create or replace function app_rules.is_repeated_refresh(refreshed_at timestamptz, at timestamptz)
returns boolean
language sql immutable parallel safe
return at < app_rules.seconds_after(refreshed_at, 10);

comment on function app_rules.is_repeated_refresh(timestamptz, timestamptz) is
  'Whether the token that the last refresh used may still come once more without being taken for stolen: for 10 seconds.';
--! EndIncluded rules/is_repeated_refresh.sql
--! Included private/require_email.sql
create or replace function app_private.require_email(email text)
returns text
language plpgsql stable
as $$
declare
  v_email constant text := app_rules.normalised_email(email);
begin
  if app_rules.is_email(v_email) is not true then
    perform app_private.refuse('AC001', 'This is no e-mail address.',
      'Give one such as alice@example.com, of at most 254 characters.');
  end if;
  return v_email;
end
$$;

comment on function app_private.require_email(text) is 'The e-mail address as accounts are keyed by it. AC001 when it is none.';
--! EndIncluded private/require_email.sql
--! Included private/require_account.sql
create or replace function app_private.require_account(email text)
returns uuid
language plpgsql stable
as $$
declare
  v_account_id uuid;
begin
  select e.account_id into v_account_id
  from app_private.account_emails as e where e.email = app_rules.normalised_email(require_account.email);
  if not found then
    perform app_private.refuse('AC002', format('"%s" has no account.', left(email, 63)), 'Give the address that it was registered with.');
  end if;
  return v_account_id;
end
$$;

comment on function app_private.require_account(text) is 'The account of an e-mail address. AC002 when there is none.';
--! EndIncluded private/require_account.sql
--! Included private/sweep_expired.sql
-- Each call that adds a row or two takes up to ten expired ones away, so that nothing grows for ever and nothing has to be
-- swept at once. Whatever somebody holds is left to the next.
create or replace function app_private.sweep_expired(at timestamptz)
returns void
language sql volatile
begin atomic
  delete from app_private.log_in_attempts as d where (d.kind, d.key) in (
    select a.kind, a.key from app_private.log_in_attempts as a
    where a.last_attempt_at <= sweep_expired.at - interval '86400 seconds'
    order by a.last_attempt_at limit 10 for update skip locked);
  delete from app_private.sessions as d where (d.account_id, d.session_id) in (
    select s.account_id, s.session_id from app_private.sessions as s
    where s.expires_at <= sweep_expired.at
    order by s.expires_at limit 10 for update skip locked);
end;

comment on function app_private.sweep_expired(timestamptz) is 'Deletes up to ten forgotten counts of attempts and up to ten expired sessions.';
--! EndIncluded private/sweep_expired.sql
--! Included private/count_attempt.sql
create or replace function app_private.count_attempt(kind text, key text, at timestamptz)
returns timestamptz
language sql volatile
begin atomic
  insert into app_private.log_in_attempts as a (kind, key, attempts, guesses, last_attempt_at)
  values (count_attempt.kind, count_attempt.key, 1, 0, count_attempt.at)
  on conflict on constraint log_in_attempts_pkey do update set
    attempts = case when app_rules.attempts_are_forgotten(a.last_attempt_at, excluded.last_attempt_at) then 1 else a.attempts + 1 end,
    guesses = case when app_rules.attempts_are_forgotten(a.last_attempt_at, excluded.last_attempt_at) then 0 else a.guesses end,
    locked_until = case when a.locked_until > excluded.last_attempt_at then a.locked_until end,
    last_attempt_at = greatest(a.last_attempt_at, excluded.last_attempt_at)
  returning a.locked_until;
end;

comment on function app_private.count_attempt(text, text, timestamptz) is
  'Counts one attempt, and locks its row. Until when it is locked, or null.';
--! EndIncluded private/count_attempt.sql
--! Included private/let_in.sql
create or replace function app_private.let_in(kind text, key text, at timestamptz)
returns void
language sql volatile
begin atomic
  update app_private.log_in_attempts as a
  set guesses = a.guesses + 1, locked_until = app_rules.attempts_locked_until(a.kind, a.guesses + 1, let_in.at)
  where a.kind = let_in.kind and a.key = let_in.key;
end;

comment on function app_private.let_in(text, text, timestamptz) is
  'Takes an attempt that was counted for a wrong guess until it turns out right, so that those beside it wait already.';
--! EndIncluded private/let_in.sql
--! Included private/attempt.sql
-- What is refused costs no hash, and makes nobody wait longer than they do: otherwise whoever keeps trying would lock the
-- owner out for ever.
create or replace function app_private.attempt(email text, address inet)
returns int
language plpgsql volatile
as $$
declare
  v_at constant timestamptz := app_private.clock();
  v_address constant text := app_rules.address_counted(address);
  v_email_locked_until timestamptz;
  v_address_locked_until timestamptz;
begin
  perform app_private.sweep_expired(v_at);
  -- Lock: always the e-mail address before where it comes from.
  v_email_locked_until := app_private.count_attempt('email', email, v_at);
  v_address_locked_until := app_private.count_attempt('address', v_address, v_at);
  if coalesce(v_email_locked_until, v_address_locked_until) is not null then
    return ceil(extract(epoch from greatest(v_email_locked_until, v_address_locked_until) - v_at));
  end if;
  perform app_private.let_in('email', email, v_at);
  perform app_private.let_in('address', v_address, v_at);
  return null;
end
$$;

comment on function app_private.attempt(text, inet) is
  'Counts an attempt by e-mail address and by where it comes from. Null when it is let in, or else after how many seconds to try again.';
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
  v_attempt.retry_after_seconds := app_private.attempt(v_email, address);
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
--! Included private/open_session.sql
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
--! EndIncluded private/open_session.sql
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
  delete from app_private.log_in_attempts as a where a.kind = 'email' and a.key = v_account.email;
  update app_private.log_in_attempts as a set guesses = a.guesses - 1
  where a.kind = 'address' and a.key = app_rules.address_counted(log_in.address) and a.guesses > 0;
  -- Answer
  return app_private.open_session(v_account, stem_hash, token_hash);
end
$$;

grant execute on function app_private.log_in to app_server;
comment on function app_private.log_in(uuid, text, inet, bytea, bytea, text) is
  'Opens a session after the password was found right; null when the password has changed since. new_hash: of the same password, with the parameters of today.';
--! EndIncluded private/log_in.sql
--! Included private/register.sql
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
--! EndIncluded private/register.sql
--! Included private/refresh_session.sql
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
--! EndIncluded private/refresh_session.sql
--! Included private/session_is_live.sql
-- Definer: nobody but the owner reads sessions. Asked for each request of an account, so that signing out holds at once, everywhere.
create or replace function app_private.session_is_live(account_id uuid, session_id uuid)
returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select exists (
    select from app_private.sessions as s
    where s.account_id = session_is_live.account_id and s.session_id = session_is_live.session_id
      and s.expires_at > app_private.clock());
end;

grant execute on function app_private.session_is_live to app_server;
comment on function app_private.session_is_live(uuid, uuid) is 'Whether the session has neither been ended nor expired.';
--! EndIncluded private/session_is_live.sql
--! Included private/end_session.sql
-- Definer: nobody but the owner writes sessions.
create or replace function app_private.end_session(account_id uuid, session_id uuid, everywhere boolean)
returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp set lock_timeout = '5s'
as $$
begin
  -- Lock: the account's row before its sessions, as a log-in does.
  perform from app_private.accounts as a where a.account_id = end_session.account_id for no key update;
  delete from app_private.sessions as s
  where s.account_id = end_session.account_id and (everywhere or s.session_id = end_session.session_id);
end
$$;

grant execute on function app_private.end_session to app_server;
comment on function app_private.end_session(uuid, uuid, boolean) is 'Ends a session or, everywhere, all of its account. A repeat changes nothing.';
--! EndIncluded private/end_session.sql
--! Included private/log_out.sql
-- Definer: nobody but the owner reads or writes sessions.
create or replace function app_private.log_out(
  account_id uuid, session_id uuid, stem_hash bytea, token_hash bytea, everywhere boolean
)
returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp set lock_timeout = '5s'
as $$
declare
  v_session app_private.sessions;
begin
  select s.* into v_session from app_private.sessions as s
  where s.account_id = log_out.account_id and s.session_id = log_out.session_id;
  -- A token that was used long ago may be a thief's: it ends its own session, as it would by a refresh, and no other.
  if v_session.stem_hash = stem_hash then
    perform app_private.end_session(account_id, session_id,
      everywhere and token_hash in (v_session.token_hash, coalesce(v_session.used_hash, v_session.token_hash)));
  end if;
end
$$;

grant execute on function app_private.log_out to app_server;
comment on function app_private.log_out(uuid, uuid, bytea, bytea, boolean) is
  'Ends the session of a refresh token, or all of its account if the token is one of the last two. A repeat changes nothing.';
--! EndIncluded private/log_out.sql
--! Included private/attempt_password_change.sql
-- Definer: nobody but the owner reads or writes accounts. Counted as a log-in is: who has found a phone unlocked would
-- otherwise guess the password without end.
create or replace function app_private.attempt_password_change(account_id uuid, address inet)
returns app_private.attempt
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp set lock_timeout = '5s'
as $$
declare
  v_account app_private.accounts;
  v_attempt app_private.attempt;
begin
  select a.* into strict v_account from app_private.accounts as a where a.account_id = attempt_password_change.account_id;
  v_attempt.retry_after_seconds := app_private.attempt(v_account.email, address);
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
  delete from app_private.log_in_attempts as a where a.kind = 'email' and a.key = v_account.email;
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
--! Included ops/set_account_operator.sql
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
--! EndIncluded ops/set_account_operator.sql
--! Included ops/end_account_sessions.sql
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
--! EndIncluded ops/end_account_sessions.sql
--! Included seeds/error_codes.sql
insert into app_private.error_codes (sqlstate, code, meaning) values
  ('IA001', 'SIGNED_OUT', 'The command needs a signed-in user.'),
  ('IA002', 'NOT_AN_OPERATOR', 'Only an operator can do this.'),
  ('US001', 'UNKNOWN_ZONE', 'The zone is not one of the IANA names in app_private.zones.'),
  ('US002', 'INVALID_DAY_START', 'A day starts at hour 0, 4, 5 or 6.'),
  ('CK001', 'DAY_NOT_OPEN', 'The day is neither today nor a yesterday still within its grace.'),
  ('CA001', 'CALENDAR_TOO_LONG', 'The range of days is empty or longer than a calendar shows.'),
  ('ST001', 'NO_STREAK', 'There is no live streak to pause.'),
  ('PS001', 'INVALID_PAUSE', 'The pause is too long, not of days to come, or without a check-in since the last one.'),
  ('RP001', 'NOTHING_TO_REPAIR', 'No streak was lost on the day.'),
  ('RP002', 'REPAIR_TOO_LATE', 'The time to repair the streak is over.'),
  ('PT001', 'NOT_ENOUGH_POINTS', 'The command costs more points than there are.'),
  ('AM001', 'INVALID_AMNESTY', 'An amnesty is of 1 to 31 days, and has a short reason.'),
  ('RW001', 'UNKNOWN_REWARD', 'There is no reward of that id.'),
  ('RW002', 'REWARD_NOT_UNLOCKED', 'The reward has not been unlocked in that period.'),
  ('RW003', 'UNLOCK_EXPIRED', 'The time to claim after the unlock is over.'),
  ('RW004', 'REWARD_NOT_OPEN', 'The moment is outside the reward''s window.'),
  ('RW005', 'OUT_OF_STOCK', 'Nothing is left of the reward.'),
  ('FZ001', 'FREEZES_FULL', 'More freezes than the maximum would be held.'),
  ('FZ002', 'FREEZE_USED', 'A freeze that is to be taken back has been used.'),
  ('IN001', 'INVENTORY_FULL', 'More distinct items than the maximum would be held.'),
  ('NR001', 'NOT_ENOUGH_ENERGY', 'The command takes more energy than there is.'),
  ('QT001', 'INVALID_AMOUNT', 'The amount or quantity is below 1 or beyond the limit.'),
  ('RS001', 'INVALID_REASON', 'A reason has 1 to 200 characters.'),
  ('IK001', 'IDEMPOTENCY_KEY_REUSED', 'The idempotency key belongs to another command of this user.'),
  ('IT001', 'UNKNOWN_ITEM', 'There is no item of that id.'),
  ('IT002', 'ITEM_NOT_ON_SALE', 'The item cannot be bought.'),
  ('IT003', 'NOT_ENOUGH_ITEMS', 'Fewer of the item are held than the command takes.'),
  ('IT004', 'ITEM_WITHOUT_EFFECT', 'None of the item''s effects would change anything now.'),
  ('IT005', 'INVALID_ITEM', 'The item breaks a rule, or could never be used.'),
  ('RW006', 'INVALID_REWARD', 'The reward breaks a rule, or could never be claimed.'),
  ('RU001', 'INVALID_RULE_VERSION', 'The rule version breaks a rule, or does not lie in the future.'),
  ('GR001', 'INVALID_GRANT', 'The grant gives nothing, or more than the limits.'),
  ('RV001', 'NOT_REVERSIBLE', 'There is no such journal entry, or it is of a kind that cannot be reversed.'),
  ('US003', 'UNKNOWN_USER', 'There is no user of that id.'),
  ('US004', 'NOT_A_TEST_USER', 'The user is no test user, and cannot become one.'),
  ('US005', 'INVALID_SUBJECT', 'A subject and an issuer have 1 to 255 characters.'),
  ('AC001', 'INVALID_EMAIL', 'The text is no e-mail address.'),
  ('AC002', 'UNKNOWN_ACCOUNT', 'No account has this e-mail address.'),
  ('WI001', 'INVALID_PROPOSAL', 'A what-if looks back, and proposes something.')
on conflict do nothing;
--! EndIncluded seeds/error_codes.sql
