select plan(14);

select test.register('alice@example.com') is null;
select test.attempt_at('2026-03-01 12:00+00') is null;
select test.refresh(session_id, '1', '2', '2026-03-01 12:00+00') is null from app_private.sessions;

create temp table cases (source regclass, expected text, changes jsonb);
insert into cases values
  ('app_private.account_emails', '23505 account_emails_pkey', '{}'),
  ('app_private.account_emails', '23514 email_is_normalised', '{"email": "Bob@example.com"}'),
  ('app_private.account_emails', '23514 email_is_one', '{"email": "bob"}'),
  ('app_private.accounts', '23505 accounts_pkey', '{}'),
  ('app_private.accounts', '23514 password_hash_names_its_algorithm', '{"account_id": "10000000-0000-4000-8000-000000000000", "password_hash": "correct horse battery"}'),
  ('app_private.accounts', '23503 accounts_zone_fkey', '{"account_id": "10000000-0000-4000-8000-000000000000", "zone": "Mars"}'),
  ('app_private.sessions', '23505 sessions_pkey', '{}'),
  ('app_private.sessions', '23503 sessions_account_id_fkey', '{"account_id": "10000000-0000-4000-8000-000000000000"}'),
  ('app_private.sessions', '23514 token_hash_is_sha256', '{"token_hash": "\\x00"}'),
  ('app_private.sessions', '23514 stem_hash_is_sha256', '{"stem_hash": "\\x00"}'),
  ('app_private.sessions', '23514 used_hash_is_sha256', '{"used_hash": "\\x00"}'),
  ('app_private.sessions', '23514 session_expires_as_the_rule_says', '{"expires_at": "2027-01-01 00:00+00"}'),
  ('app_private.log_in_attempts', '23514 guesses_are_attempts', '{"key": "new", "guesses": 2}');
select is(test.refusal_of_copy(source, changes), expected, format('%s: %s', source, changes)) from cases;
select set_eq($$select split_part(expected, ' ', 2) from cases$$,
  $$select c from unnest(array['app_private.account_emails', 'app_private.accounts', 'app_private.sessions']::regclass[]) as t, test.constraints_of(t) as c union all select 'guesses_are_attempts'$$, 'every constraint is tried');
