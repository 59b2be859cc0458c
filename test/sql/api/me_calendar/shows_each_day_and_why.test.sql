select plan(26);
create function pg_temp.day_of(day date)
returns text
language sql stable
return (select concat_ws('|', c.mark, c.counts, c.reason) from app_public.me() as m, app_public.me_calendar(m, day_of.day, day_of.day) as c);

select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 8);
-- The 9th is late, the 10th frozen and stored, the 11th checked in, the 12th ended and not stored, the 13th today.
select test.check_in_at('2026-03-10 01:00+00', '2026-03-09') is null;
select test.check_in_at('2026-03-11 12:00+00') is null;
select test.set_clock('2026-03-13 12:00+00');

select is(pg_temp.day_of('2026-02-28'), 'f|Before the user joined.', 'a day before the user was there');
select is(pg_temp.day_of('2026-03-01'), 'check_in|t|Checked in.', 'a check-in counts');
select is(pg_temp.day_of('2026-03-09'), 'late|t|Checked in late, within the grace.', 'a late one too');
select is(pg_temp.day_of('2026-03-10'), 'freeze|f|Missed; a freeze saved the streak.', 'a freeze does not');
select is(pg_temp.day_of('2026-03-12'), 'f|Missed.', 'a day that ended the run is missed');
select is(pg_temp.day_of('2026-03-13'), 'f|Open: no check-in yet.', 'today is open');
select is(pg_temp.day_of('2026-03-14'), 'f|Not yet come.', 'tomorrow has not come');

select test.set_clock('2026-03-13 01:59:59+00');
select is(pg_temp.day_of('2026-03-12'), 'f|Open: a late check-in is still possible.', 'yesterday is open to the last second of its grace');
select test.set_clock('2026-03-13 02:00+00');
select is(pg_temp.day_of('2026-03-12'), 'f|Missed.', 'and missed from then on');

-- A freeze that the next command will store.
select test.sign_in('bob');
select test.check_in_daily('2026-03-01 12:00+00', 14);
select test.set_clock('2026-03-17 02:00+00');
select is((select string_agg(concat_ws(' ', c.day, c.mark, c.marked_at), ', ' order by c.day)
    from app_public.me() as m, app_public.me_calendar(m, '2026-03-15', '2026-03-17') as c),
  '2026-03-15 freeze, 2026-03-16 freeze, 2026-03-17', 'ended days show the freezes that cover them before a command stores it');
select test.check_in_at('2026-03-17 12:00+00') is null;
select is((select string_agg(concat_ws(' ', c.day, c.mark, c.marked_at = '2026-03-17 12:00+00'), ', ' order by c.day)
    from app_public.me() as m, app_public.me_calendar(m, '2026-03-15', '2026-03-17') as c),
  '2026-03-15 freeze t, 2026-03-16 freeze t, 2026-03-17 check_in t', 'and the same days once it did');
select is((select row(c.zone, c.day_start_hour, c.rule_version_id)::text from app_public.me() as m, app_public.me_calendar(m, '2026-03-17', '2026-03-17') as c),
  '(UTC,0,1)', 'a marked day says under which zone, day start and rule version');

-- No run and nothing missed: yesterday, within its grace, can be checked in all the same.
select test.sign_in('carol');
select test.set_clock('2026-03-01 12:00+00');
select app_public.bootstrap() is null;
select test.set_clock('2026-03-02 01:00+00');
select is(pg_temp.day_of('2026-03-01'), 'f|Open: a late check-in is still possible.', 'without a run yesterday is open within its grace as well');
select lives_ok($$select app_public.check_in('2026-03-01')$$, 'as a check-in of it proves');
select test.sign_in('dave');
select test.check_in_at('2026-03-01 12:00+00') is null;
select test.set_clock('2026-03-06 01:00+00');
select is(pg_temp.day_of('2026-03-05'), 'f|Open: a late check-in is still possible.', 'after a run that has ended too');
select is(pg_temp.day_of('2026-03-04'), 'f|Missed.', 'but not the day before yesterday');

-- The first day is that of the bootstrap, by the user's own day start.
select test.sign_in('erin');
select test.set_clock('2026-03-02 03:59:59+00');
select app_public.bootstrap('UTC', 4) is null;
select test.set_clock('2026-03-06 01:00+00');
select is(pg_temp.day_of('2026-03-01'), 'f|Missed.', 'whoever joined before their day start joined on the day before');
select is(pg_temp.day_of('2026-02-28'), 'f|Before the user joined.', 'and not earlier');

-- The range.
select test.sign_in('dave');
select is((select row(min(c.day), max(c.day), count(*))::text from app_public.me() as m, app_public.me_calendar(m) as c), '(2026-02-05,2026-03-06,30)',
  'by default it is the last 30 days');
select is((select row(min(c.day), max(c.day), count(*))::text from app_public.me() as m, app_public.me_calendar(m, '2026-03-05') as c), '(2026-03-05,2026-03-06,2)',
  'with since alone, from then to today');
select is((select row(min(c.day), max(c.day), count(*))::text from app_public.me() as m, app_public.me_calendar(m, until => '2026-03-02') as c), '(2026-02-01,2026-03-02,30)',
  'with until alone, the 30 days to it');
select is((select count(*) from app_public.me() as m, app_public.me_calendar(m, '2025-01-01', '2026-01-01') as c), 366::bigint, '366 days are shown');
select throws_ok($$select * from app_public.me() as m, app_public.me_calendar(m, '2024-12-31', '2026-01-01') as c$$, 'CA001', null, '367 days are refused');
select throws_ok($$select * from app_public.me() as m, app_public.me_calendar(m, '2026-03-02', '2026-03-01') as c$$, 'CA001', null, 'none are refused');
select throws_ok($$select * from app_public.me() as m, app_public.me_calendar(m, '-infinity', '2026-03-01') as c$$, 'CA001', null, 'all days that ever were are refused');
select throws_ok($$select * from app_public.me() as m, app_public.me_calendar(m, '2026-03-01', 'infinity') as c$$, 'CA001', null, 'all days to come are refused');
