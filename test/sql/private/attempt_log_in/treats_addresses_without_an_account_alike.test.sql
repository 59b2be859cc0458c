select plan(7);

select isnt((test.register('alice@example.com')).account_id, null, 'alice has an account');
select is(test.attempt_at('2026-03-01 12:00+00', 'alice@example.com'), test.attempt_at('2026-03-01 12:00+00', 'nobody@example.com', '192.0.2.2'), format('attempt %s', n))
from generate_series(1, 4) as n;
select results_eq($$select retry_after_seconds, account_id = (select account_id from app_private.accounts), password_hash from app_private.attempt_log_in(' Alice@example.com ', '192.0.2.1')$$,
  $$values (null::int, true, '$scrypt$of alice@example.com')$$, 'what is let in names the account, however the address is written');
select results_eq($$select retry_after_seconds, account_id, password_hash from app_private.attempt_log_in('alice@example.com', '192.0.2.1')$$,
  $$values (1, null::uuid, null::text)$$, 'what is not names none');
