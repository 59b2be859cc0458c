select plan(15);

select is(test.attempt_at('2026-03-01 12:00:00+00'), 'in', format('attempt %s at once is let in', n)) from generate_series(1, 5) as n;
select is(test.attempt_at('2026-03-01 12:00:00+00'), '1', 'the sixth has to wait for a second');
select is(test.attempt_at('2026-03-01 12:00:00.999999+00'), '1', 'to its end');
select is(test.attempt_at('2026-03-01 12:00:01+00'), 'in', 'but no longer');
select is(test.attempt_at('2026-03-01 12:00:02.5+00'), '1', 'then for two: what is left of them is told in whole seconds');
select is(test.attempt_at('2026-03-01 12:00:03+00'), 'in', 'to their end');
select is(test.attempt_at('2026-03-01 12:00:06.999999+00'), '1', 'then for four');
select is(test.attempt_at('2026-03-01 12:00:07+00'), 'in', 'to their end');
select is(test.attempts_counted('email', 'alice@example.com'), '12, 8 guesses', 'all are counted, those that were let in as guesses');
select is(test.attempt_at('2026-03-01 12:00:07+00', 'bob@example.com'), 'in', 'somebody else is let in');
select is(test.attempts_counted('address', '192.0.2.1'), '13, 9 guesses', 'where they came from they count together');
