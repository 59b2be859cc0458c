select plan(6);

select is(array_agg(distinct test.attempt_at('2026-03-01 12:00+00', format('user%s@example.com', n))), array['in'], '50 accounts can be tried at once')
from generate_series(1, 50) as n;
select is(test.attempt_at('2026-03-01 12:00+00', 'another@example.com'), '1', 'the next has to wait');
select is(test.attempts_counted('email', 'another@example.com'), '1, 0 guesses', 'which is no guess at that account');
select is(test.attempt_at('2026-03-01 12:00+00', 'another@example.com', '192.0.2.2'), 'in', 'from elsewhere it is let in');
select is(test.attempt_at('2026-03-01 12:00:01+00', 'another@example.com'), 'in', 'and from there after a second');
select is(test.attempts_counted('address', '192.0.2.1'), '52, 51 guesses', 'all are counted');
