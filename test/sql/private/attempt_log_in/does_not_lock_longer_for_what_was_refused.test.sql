select plan(4);

select is(array_agg(distinct test.attempt_at('2026-03-01 12:00+00')), array['in'], 'five are let in') from generate_series(1, 5);
select is(array_agg(distinct test.attempt_at('2026-03-01 12:00:00.5+00')), array['1'], 'a hundred are refused') from generate_series(1, 100);
select is(test.attempt_at('2026-03-01 12:00:01+00'), 'in', 'and the owner is let in after the same second');
select is(test.attempts_counted('email', 'alice@example.com'), '106, 6 guesses', 'though all of them are counted');
