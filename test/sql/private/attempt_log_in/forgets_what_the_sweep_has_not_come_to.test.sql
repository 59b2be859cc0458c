select plan(4);

select is(count(test.attempt_at('2026-03-01 12:00+00', format('user%s@example.com', n), format('192.0.2.%s', n)::inet)), 12::bigint, 'what is older is swept first') from generate_series(101, 112) as n;
select is(array_agg(distinct test.attempt_at('2026-03-01 13:00+00')), array['in'], 'five are let in') from generate_series(1, 5);
select is(test.attempt_at('2026-03-02 13:00+00'), 'in', 'a day later');
select is(test.attempts_counted('email', 'alice@example.com'), '1, 1 guesses', 'the next is the first');
