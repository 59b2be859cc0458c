select plan(9);

create function pg_temp.said() returns app_public.streak_explanation language sql
return app_private.streak_explanation(test.user_id('alice'), app_private.clock());

select test.sign_in('alice');
select test.check_in_daily('2026-01-01 12:00+00', 100);

select is(cardinality((pg_temp.said()).days), 100, '100 days: all of them');
select is((pg_temp.said()).day_count, 100, 'and no more are there');
select unalike((pg_temp.said()).text, '%These are the last%', 'nothing is left out, and nothing is said of it');

select test.check_in_daily('2026-04-11 12:00+00', 3);
select is((pg_temp.said()).day_count, 103, '103 days');
select is((select min(d.day)::text || ' to ' || max(d.day)::text from unnest((pg_temp.said()).days) as d), '2026-01-04 to 2026-04-13',
  'the last 100 of them');
select alike((pg_temp.said()).text,
  E'Your streak is 103: since 2026-01-01 % in hand. These are the last 100 of its 103 days.\n\n2026-01-04, day 4: %day 103: Checked in at 12:00 in UTC.',
  'the text says of how many');
select is((select count(*)::int from regexp_split_to_table((pg_temp.said()).text, E'\n')), 102, 'and has a line for each of them');

select test.set_clock('2026-05-30 12:00+00');
select is(cardinality((pg_temp.said()).days), 101, 'of a run that has ended, the missed day too');
select is((select d.day::text from unnest((pg_temp.said()).days) as d where d.mark is null), '2026-04-16', 'which is the last one');
