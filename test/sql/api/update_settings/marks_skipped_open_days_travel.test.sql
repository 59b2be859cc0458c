select plan(21);
create function pg_temp.calendar(subject text)
returns text
language sql stable
begin atomic
  select string_agg(to_char(d.day, 'MM-DD ') || d.mark, ', ' order by d.day) from app_private.day_marks as d
  where d.user_id = test.user_id(calendar.subject);
end;

-- New York, 20:00 on the 2nd: open. In Tokyo it is the 3rd, 10:00.
select test.sign_in('alice');
select test.set_clock('2026-03-01 17:00+00');
select app_public.bootstrap('America/New_York') is null;
select test.check_in_at('2026-03-01 17:00+00');
select test.set_clock('2026-03-03 01:00+00');
select is((select row(s.today, (s.streak).current, (s.streak).status)::text from app_public.update_settings('Asia/Tokyo') as a, lateral (select (a.state).*) as s), '(2026-03-03,1,at_risk)',
  'a day that was open is skipped by going east, and the run lives');
select is(pg_temp.calendar('alice'), '03-01 check_in, 03-02 travel', 'the skipped day is marked travel');
select is((select row(d.zone, d.marked_at)::text from app_private.day_marks as d where d.mark = 'travel'),
  row('America/New_York', '2026-03-03 01:00+00'::timestamptz)::text, 'under the zone in which it was open');
select is((select ((c.state).streak).current from app_public.check_in() as c), 2, 'travel bridges and does not count');
select is((select c.counts from app_public.me() as m, app_public.me_calendar(m, '2026-03-02', '2026-03-02') as c), false, 'in the calendar neither');

-- What is checked in needs no cover, and leaves it unused.
select test.sign_in('bob');
select test.set_clock('2026-03-01 17:00+00');
select app_public.bootstrap('America/New_York') is null;
select test.check_in_at('2026-03-01 17:00+00');
select test.check_in_at('2026-03-03 01:00+00');
select app_public.update_settings('Asia/Tokyo') is null;
select is(pg_temp.calendar('bob'), '03-01 check_in, 03-02 check_in', 'a day that was checked in is not marked again');
select is((test.stored('bob')).last_travel_day, null, 'and no cover was used');

-- Going west skips nothing.
select test.sign_in('carol');
select test.check_in_at('2026-03-01 12:00+00');
select test.set_clock('2026-03-02 12:00+00');
select app_public.update_settings('America/New_York') is null;
select is(pg_temp.calendar('carol'), '03-01 check_in', 'going west skips no day');
select is((test.stored('carol')).run_length, 1, 'and the run lives');

-- A day that had ended before the change is missed.
select test.sign_in('dave');
select test.check_in_at('2026-03-01 12:00+00');
select test.set_clock('2026-03-03 02:00+00');
select app_public.update_settings('Asia/Tokyo') is null;
select is(pg_temp.calendar('dave'), '03-01 check_in', 'a day that had ended is not bridged');
select is((test.stored('dave')).run_length, 0, 'the run has ended');

-- One second before the end of its grace it was open, and in Tokyo it is long over.
select test.sign_in('erin');
select test.check_in_at('2026-03-01 12:00+00');
select test.set_clock('2026-03-03 01:59:59+00');
select app_public.update_settings('Asia/Tokyo') is null;
select is(pg_temp.calendar('erin'), '03-01 check_in, 03-02 travel', 'a day still within its grace was open, and is bridged');
select is((test.stored('erin')).run_length, 1, 'the run lives');

-- Both yesterday in its grace and today are skipped: 00:30 at UTC-12 on the 3rd is 02:30 on the 4th in Kiritimati.
select test.sign_in('frank');
select test.set_clock('2026-03-02 00:00+00');
select app_public.bootstrap('Etc/GMT+12') is null;
select test.check_in_at('2026-03-02 12:30+00', '2026-03-01');
select test.set_clock('2026-03-03 12:30+00');
select app_public.update_settings('Pacific/Kiritimati') is null;
select is(pg_temp.calendar('frank'), '03-01 late, 03-02 travel, 03-03 travel', 'one change can skip two open days');
select is((test.stored('frank')).last_travel_day, '2026-03-03'::date, 'the later one is when the cover was used');

-- A change of day start: at 02:00 the day from 4 am is still yesterday's.
select test.sign_in('grace');
select test.set_clock('2026-03-01 12:00+00');
select app_public.bootstrap('UTC', 4) is null;
select test.check_in_at('2026-03-01 12:00+00');
select test.set_clock('2026-03-03 02:00+00');
select is((select row(s.today, (s.streak).current)::text from app_public.update_settings(day_start_hour => 0) as a, lateral (select (a.state).*) as s), '(2026-03-03,1)', 'an earlier day start skips the open day');
select is(pg_temp.calendar('grace'), '03-01 check_in, 03-02 travel', 'which is bridged likewise');

-- A freeze that was used for an ended day at the change stays used; the open one after it is bridged.
select test.sign_in('heidi');
select test.set_clock('2026-02-20 12:00+00');
select app_public.bootstrap('America/New_York') is null;
select test.check_in_daily('2026-02-20 17:00+00', 7);
select test.set_clock('2026-03-01 01:00+00');
select app_public.update_settings('Asia/Tokyo') is null;
select is((select string_agg(to_char(d.day, 'MM-DD ') || d.mark, ', ' order by d.day) from app_private.day_marks as d where d.day > '2026-02-25'),
  '02-26 check_in, 02-27 freeze, 02-28 travel', 'an ended day takes the freeze, the open one after it is bridged');
select is((select row(j.freezes_used, j.last_marked_day, j.last_freeze_day, j.last_travel_day)::text from app_public.me() as m, app_public.me_journal(m) as j limit 1),
  '(1,2026-02-28,2026-02-27,2026-02-28)', 'and the entry says both');

-- Nobody without a run has anything to bridge.
select test.sign_in('ivan');
select test.set_clock('2026-03-03 01:00+00');
select app_public.bootstrap('America/New_York') is null;
select app_public.update_settings('Asia/Tokyo') is null;
select is(pg_temp.calendar('ivan'), null, 'without a run no day is marked');
select is((select row(c.day, c.mark)::text from app_public.check_in() as c), '(2026-03-03,check_in)', 'and today can be checked in');
