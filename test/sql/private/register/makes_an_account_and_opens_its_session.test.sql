select plan(11);

select test.set_clock('2026-03-01 12:00+00');
select test.attempt_at('2026-03-01 12:00+00', 'new@example.com') is null;
select results_eq($$select account_id is not null, session_id is not null, zone, is_operator
  from app_private.register(' New@Example.com', '$scrypt$x', 'Europe/Berlin', test.sha256('stem'), test.sha256('1'))$$,
  $$values (true, true, 'Europe/Berlin', false)$$, 'it answers what the first token says');
select results_eq('select email, password_hash, is_operator, zone, created_at from app_private.accounts',
  $$values ('new@example.com', '$scrypt$x', false, 'Europe/Berlin', timestamptz '2026-03-01 12:00+00')$$, 'the account');
select results_eq('select email, account_id from app_private.account_emails', 'select email, account_id from app_private.accounts', 'is the one that the address names');
select results_eq('select account_id, stem_hash, token_hash, used_hash, created_at, refreshed_at, expires_at from app_private.sessions',
  $$select account_id, test.sha256('stem'), test.sha256('1'), null::bytea, created_at, created_at, created_at + interval '720 hours' from app_private.accounts$$, 'and has a session');
select is(test.attempts_counted('email', 'new@example.com'), null, 'the attempt is no guess at the account');
select is(test.attempts_counted('address', '192.0.2.1'), '1, 1 guesses', 'but stays counted where it came from');
select is(app_private.register('NEW@example.com', '$scrypt$other', null, test.sha256('s'), test.sha256('1')), null, 'the address is taken');
select is((select count(*) from app_private.sessions), 1::bigint, 'which opens nothing');
select is(test.refusal($$select app_private.register('other@example.com', '$scrypt$x', 'Mars/Olympus', test.sha256('s'), test.sha256('1'))$$), 'US001', 'a zone is one of ours');
select is(test.refusal($$select app_private.register('other', '$scrypt$x', null, test.sha256('s'), test.sha256('1'))$$), 'AC001', 'an e-mail address is one');
select is(test.refusal($$select app_private.register('other@example.com', 'plain', null, test.sha256('s'), test.sha256('1'))$$), '23514 password_hash_names_its_algorithm', 'and a hash is no password');
