select plan(6);

select is(array_agg(distinct test.attempt_at('2026-03-01 12:00+00')), array['in'], 'five are let in') from generate_series(1, 5);
select is(test.attempt_at('2026-03-02 11:59:59.999999+00'), 'in', 'within a day the next one is');
select is(test.attempts_counted('email', 'alice@example.com'), '6, 6 guesses', 'the sixth');
select is(test.attempt_at('2026-03-03 11:59:59.999999+00'), 'in', 'a day later');
select is(test.attempts_counted('email', 'alice@example.com'), '1, 1 guesses', 'it is the first');
select is(test.attempts_counted('address', '192.0.2.1'), '1, 1 guesses', 'where it came from too');
