select plan(20);
create function pg_temp.streak_at(at timestamptz)
returns text
language sql volatile
return (select concat_ws(' ', (s.streak).status, (s.streak).current, (s.streak).longest, (s.streak).freezes) from test.state_at(streak_at.at) as s);
create function pg_temp.marks(since date)
returns text
language sql stable
return (select string_agg(to_char(c.day, 'MM-DD ') || c.mark, ', ' order by c.day) from app_public.me() as m, app_public.me_calendar(m, marks.since) as c);

select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 3);
select is((select row((p.state).streak.paused_from, (p.state).streak.paused_until, (p.state).streak.current, (p.state).streak.status)::text
    from app_public.pause_streak('2026-03-06') as p),
  '(2026-03-04,2026-03-06,3,done_today)', 'a pause says from when until when it is');
select is(pg_temp.streak_at('2026-03-04 12:00+00'), 'paused 3 3 0', 'on its first day the run lives, and is paused');
select is(pg_temp.streak_at('2026-03-06 23:59:59+00'), 'paused 3 3 0', 'to the end of its last');
select is(pg_temp.streak_at('2026-03-07 12:00+00'), 'at_risk 3 3 0', 'the day after has to be checked in');
select is((select row((c.state).streak.current, (c.state).streak.longest, (c.state).streak.check_ins, c.freezes_used)::text from app_public.check_in() as c),
  '(4,4,4,0)', 'and then the run goes on: the days between do not count');
select is((select string_agg(to_char(d.day, 'MM-DD ') || d.mark, ', ' order by d.day) from app_private.day_marks as d),
  '03-01 check_in, 03-02 check_in, 03-03 check_in, 03-04 pause, 03-05 pause, 03-06 pause, 03-07 check_in', 'each of them is marked');
select is((select array_agg(distinct row(d.sequence_number, d.marked_at)::text) from app_private.day_marks as d where d.mark = 'pause'),
  array[row((test.stored('alice')).sequence_number, '2026-03-07 12:00+00'::timestamptz)::text], 'by the command that settles them');
select is((test.stored('alice')).run_started_on, '2026-03-01'::date, 'the run is the same one');

-- A freeze is kept over the pause, and saves a day after it.
select test.sign_in('bob');
select test.check_in_daily('2026-03-01 12:00+00', 7);
select app_public.pause_streak('2026-03-10') is null;
select is(pg_temp.streak_at('2026-03-11 12:00+00'), 'at_risk 7 7 1', 'a pause uses no freeze');
select is(pg_temp.streak_at('2026-03-12 02:00+00'), 'protected 7 7 0', 'a day missed after it does');
select is((select row((c.state).streak.current, c.freezes_used)::text from test.check_in_at('2026-03-12 12:00+00') as c), '(8,1)', 'which saves the run');
select is(pg_temp.marks('2026-03-07'), '03-07 check_in, 03-08 pause, 03-09 pause, 03-10 pause, 03-11 freeze, 03-12 check_in', 'the calendar has both');

-- Whoever stays away after the pause loses the run by the first day after it.
select test.sign_in('carol');
select test.check_in_daily('2026-03-01 12:00+00', 3);
select app_public.pause_streak('2026-03-06') is null;
select is(pg_temp.streak_at('2026-03-08 01:59:59+00'), 'at_risk 3 3 0', 'within the grace of the day after the pause the run lives');
select is(pg_temp.streak_at('2026-03-08 02:00+00'), 'broken 0 3 0', 'then it has ended');
select is(pg_temp.streak_at('2026-04-20 12:00+00'), 'broken 0 3 0', 'and stays so');
select is(pg_temp.marks('2026-03-03'), '03-03 check_in, 03-04 pause, 03-05 pause, 03-06 pause', 'the pause stays in the calendar');
select is((select (c.state).streak.current from app_public.check_in() as c), 1, 'the next check-in begins a new run');
select is((select count(*) from app_private.day_marks as d where d.mark = 'pause'), 3::bigint, 'and stores the days of the pause all the same');

-- As long as a pause can be.
select test.sign_in('dave');
select test.check_in_daily('2026-03-01 12:00+00', 1);
select app_public.pause_streak('2026-03-31') is null;
select is(pg_temp.streak_at('2026-03-31 12:00+00'), 'paused 1 1 0', 'a run can be paused for 30 days');
select is((select (c.state).streak.current from test.check_in_at('2026-04-01 12:00+00') as c), 2, 'and goes on after them');
