select plan(9);

-- East to west: the 3rd is checked in in Kiritimati, where it ends 26 hours before it does at UTC-12.
select test.sign_in('alice');
select test.set_clock('2026-03-01 12:00+00');
select app_public.bootstrap('Pacific/Kiritimati') is null;
select test.check_in_at('2026-03-01 12:00+00');
select test.check_in_at('2026-03-02 12:00+00');
select is((select row(s.today, (s.streak).status)::text from app_public.update_settings('Etc/GMT+12') as a, lateral (select (a.state).*) as s), '(2026-03-03,done_today)',
  'the last engagement day stays today, although it is earlier in the new zone');
select is((select row(c.day, c.already_checked_in)::text from app_public.check_in() as c), '(2026-03-03,t)', 'and is checked in already');
select is((test.state_at('2026-03-03 13:00+00')).today, '2026-03-03'::date, 'when that day comes in the new zone, it is the same day');
select is((select c.already_checked_in from app_public.check_in() as c), true, 'and still checked in');
select is((select row(c.day, ((c.state).streak).current)::text from test.check_in_at('2026-03-04 12:00+00') as c), '(2026-03-04,3)', 'the next date counts as the next day');
select is((select count(*) from app_private.day_marks), 3::bigint, 'three dates, three marks');

-- A day start moved back and forth within the night.
select test.sign_in('bob');
select test.check_in_at('2026-03-01 12:00+00');
select test.check_in_at('2026-03-02 01:00+00');
select app_public.update_settings(day_start_hour => 4) is null;
select is((select row(c.day, c.already_checked_in)::text from app_public.check_in() as c), '(2026-03-02,t)', 'a later day start gives no day back');
select is((select row(c.day, c.already_checked_in)::text from test.check_in_at('2026-03-02 12:00+00') as c), '(2026-03-02,t)', 'nor the same day again');
select is((select row(c.day, ((c.state).streak).current)::text from test.check_in_at('2026-03-03 04:00+00') as c), '(2026-03-03,3)', 'the next one begins by the new start');
