select plan(11);

select test.set_clock('2026-03-01 12:00+00');
select test.register('alice@example.com') is null;
select test.attempt_at('2026-03-01 12:00+00', 'bob@example.com') is null;
select test.attempt_at('2026-03-01 12:00+00') is null from generate_series(1, 5);
select is(test.attempt_at('2026-03-01 12:00+00'), '1', 'alice is locked');
select is((test.log_in('alice@example.com')).account_id, (select account_id from app_private.accounts), 'whose guess was right');
select is(test.attempt_at('2026-03-01 12:00+00'), 'in', 'has no lock');
select is(test.attempts_counted('email', 'alice@example.com'), '1, 1 guesses', 'nor a count');
select is(test.attempts_counted('address', '192.0.2.1'), '8, 6 guesses', 'where it came from, only what was right is no guess any more');
select is((select count(*) from app_private.sessions), 2::bigint, 'the other session goes on');

select is(app_private.log_in(account_id, '$scrypt$old', '192.0.2.1', test.sha256('s'), test.sha256('1'), '$scrypt$new'), null, 'a password that has been changed meanwhile opens nothing') from app_private.accounts;
select is(password_hash, '$scrypt$of alice@example.com', 'and changes nothing') from app_private.accounts;
select isnt(app_private.log_in(account_id, password_hash, '192.0.2.1', test.sha256('s'), test.sha256('1'), '$scrypt$new'), null, 'a hash with other parameters') from app_private.accounts;
select is(password_hash, '$scrypt$new', 'is stored instead') from app_private.accounts;
select is(app_private.log_in(gen_random_uuid(), null, '192.0.2.1', test.sha256('s'), test.sha256('1')), null, 'an account that is not there opens nothing');
