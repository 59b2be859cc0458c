select plan(14);

select test.set_clock('2026-03-01 12:00+00');
create temp table made (name text, account_id uuid, session_id uuid);
insert into made select 'bob', s.account_id, s.session_id from test.register('bob@example.com') as s;
insert into made select 'phone', s.account_id, s.session_id from test.register('alice@example.com') as s;
insert into made select 'desk', s.account_id, s.session_id from test.log_in('alice@example.com') as s;

select results_eq($$select a.retry_after_seconds, a.account_id = m.account_id, a.password_hash from made as m, app_private.attempt_password_change(m.account_id, '192.0.2.1') as a where m.name = 'phone'$$,
  $$values (null::int, true, '$scrypt$of alice@example.com')$$, 'an attempt is let in');
select is(test.attempts_counted('account', account_id::text), '1, 1 guesses', 'counted for the account') from made where name = 'phone';
select is(test.attempts_counted('address', '192.0.2.1'), '1, 1 guesses', 'and where it came from');
select is(app_private.change_password(account_id, session_id, '$scrypt$old', '$scrypt$new', '192.0.2.1'), false, 'a password that has been changed meanwhile changes nothing') from made where name = 'phone';
select is(app_private.change_password(account_id, gen_random_uuid(), '$scrypt$of alice@example.com', '$scrypt$new', '192.0.2.1'), false, 'nor does a session that has ended meanwhile') from made where name = 'phone';
select is((select count(*) from app_private.sessions), 3::bigint, 'nothing has ended');
select is(app_private.change_password(account_id, session_id, '$scrypt$of alice@example.com', '$scrypt$new', '192.0.2.1'), true, 'the right one changes it') from made where name = 'phone';
select results_eq('select email, password_hash from app_private.accounts order by email', $$values ('alice@example.com', '$scrypt$new'), ('bob@example.com', '$scrypt$of bob@example.com')$$, 'for the account');
select set_eq('select name from made join app_private.sessions using (session_id)', array['bob', 'phone'], 'and ends its other sessions');
select is(test.attempts_counted('account', account_id::text), null, 'what was right is no guess') from made where name = 'phone';
select is(test.attempts_counted('address', '192.0.2.1'), '1, 0 guesses', 'nor there');
select app_private.attempt_password_change(account_id, '192.0.2.1') is null from made, generate_series(1, 5) where name = 'phone';
select results_eq($$select a.retry_after_seconds, a.account_id, a.password_hash from made as m, app_private.attempt_password_change(m.account_id, '192.0.2.1') as a where m.name = 'phone'$$,
  $$values (1, null::uuid, null::text)$$, 'the sixth guess has to wait');
select is(test.attempt_at('2026-03-01 12:00+00'), 'in', 'but a log-in has not');
select test.attempt_at('2026-03-01 12:00+00', 'bob@example.com', '192.0.2.2') is null from generate_series(1, 6);
select is((select a.retry_after_seconds from app_private.attempt_password_change(account_id, '192.0.2.3') as a), null,
  'nor does who guesses at the log-in keep the owner from changing the password') from made where name = 'bob';
