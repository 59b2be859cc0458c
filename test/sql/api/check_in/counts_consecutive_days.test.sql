select plan(9);

select test.sign_in('alice');
select is((select ((c.state).streak).current from test.check_in_at('2026-02-27 12:00+00') as c), 1, 'a first day makes a streak of 1');
select is((select ((c.state).streak).current from test.check_in_at('2026-02-28 00:00+00') as c), 2, 'the next day makes 2');
select is((select ((c.state).streak).current from test.check_in_at('2026-03-01 23:59:59+00') as c), 3,
  'the day after makes 3, whatever the hours between');
select is((select ((c.state).streak).started_on from app_public.check_in() as c), '2026-02-27'::date, 'the run began on the first day');
select is((select ((c.state).streak).current from test.check_in_at('2026-03-03 00:00+00') as c), 1,
  'a missed day without a freeze starts at 1 again, although its grace still lasts: a later day is marked');
select is((select ((c.state).streak).longest from app_public.check_in() as c), 3, 'the longest streak is kept');
select is((select ((c.state).streak).started_on from app_public.check_in() as c), '2026-03-03'::date, 'the new run begins on its own first day');
select is((select ((c.state).streak).longest from test.check_in_at('2026-03-04 12:00+00') as c), 3, 'a shorter run does not change the longest');
select is((select array_agg(d.day order by d.day) from app_private.day_marks as d),
  '{2026-02-27,2026-02-28,2026-03-01,2026-03-03,2026-03-04}'::date[], 'the calendar has the checked-in days and no others');
