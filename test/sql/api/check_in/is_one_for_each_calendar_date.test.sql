select plan(11);

-- New York goes forward on 2026-03-08 and back on 2026-11-01.
select test.sign_in('alice');
select test.set_clock('2026-03-07 12:00+00');
select app_public.bootstrap('America/New_York', 0) is null;
select is((select c.day from test.check_in_at('2026-03-08 04:59:59+00') as c), '2026-03-07'::date, 'the day before the clock goes forward');
select is((select c.day from test.check_in_at('2026-03-08 05:00+00') as c), '2026-03-08'::date, 'the day of 23 hours');
select is((select c.already_checked_in from test.check_in_at('2026-03-09 03:59:59+00') as c), true, 'is one day to its last second');
select is((select c.day from test.check_in_at('2026-03-09 04:00+00') as c), '2026-03-09'::date, 'the day after it');
select is((select ((c.state).streak).current from app_public.check_in() as c), 3, 'make a streak of 3');

select test.sign_in('bob');
select test.set_clock('2026-10-31 12:00+00');
select app_public.bootstrap('America/New_York', 0) is null;
select test.check_in_at('2026-10-31 12:00+00');
select is((select c.day from test.check_in_at('2026-11-01 04:00+00') as c), '2026-11-01'::date, 'the day of 25 hours');
select is((select c.already_checked_in from test.check_in_at('2026-11-02 04:59:59+00') as c), true, 'is one day to its last second too');
select is((select row(c.day, ((c.state).streak).current)::text from test.check_in_at('2026-11-02 05:00+00') as c), '(2026-11-02,3)',
  'and the next one follows without a gap');

select test.sign_in('carol');
select test.set_clock('2026-03-08 05:00+00');
select app_public.bootstrap('America/New_York', 4) is null;
select is((select c.day from test.check_in_at('2026-03-08 07:59:59+00') as c), '2026-03-07'::date, 'a day from 4 am lasts until 4 am of summer time');
select is((select c.day from test.check_in_at('2026-03-08 08:00+00') as c), '2026-03-08'::date, 'and no longer');
select is((select ((c.state).streak).current from app_public.check_in() as c), 2, 'the two make a streak of 2');
