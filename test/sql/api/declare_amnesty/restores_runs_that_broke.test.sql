select plan(22);
create function pg_temp.declare(first_day date, last_day date)
returns void
language plpgsql volatile
as $$
declare
  v_subject constant text := current_setting('app.subject');
begin
  perform test.sign_in_operator('olga');
  perform app_public.declare_amnesty(declare.first_day, declare.last_day, 'Outage.');
  perform test.sign_in(v_subject);
end
$$;
create function pg_temp.streak_at(at timestamptz)
returns text
language sql volatile
return (select concat_ws(' ', (s.streak).status, (s.streak).current, (s.streak).longest, (s.streak).started_on,
  to_char((s.streak).expires_at at time zone 'UTC', 'MM-DD HH24:MI')) from test.state_at(streak_at.at) as s);
create function pg_temp.marks(since date)
returns text
language sql stable
return (select string_agg(concat_ws(' ', to_char(c.day, 'MM-DD'), c.mark), ', ' order by c.day)
  from app_public.me() as m, app_public.me_calendar(m, marks.since) as c where c.mark is not null);

-- A run that ended on days that are then excused.
select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 3);
select is(pg_temp.streak_at('2026-03-06 12:00+00'), 'broken 0 3', 'a run has ended');
select pg_temp.declare('2026-03-04', '2026-03-05');
select is(pg_temp.streak_at('2026-03-06 12:00+00'), 'at_risk 3 3 2026-03-01 03-07 02:00', 'and lives again, once nobody is held to have missed its days');
select is(pg_temp.marks('2026-03-03'), '03-03 check_in, 03-04 amnesty, 03-05 amnesty', 'they are marked so');
select is((select row((c.state).streak.current, (c.state).streak.longest, c.freezes_used)::text from app_public.check_in() as c), '(4,4,0)', 'a check-in counts on');
select is((select string_agg(to_char(d.day, 'MM-DD ') || d.mark, ', ' order by d.day) from app_private.day_marks as d where d.day > '2026-03-02'),
  '03-03 check_in, 03-04 amnesty, 03-05 amnesty, 03-06 check_in', 'and stores the days');

-- With a new run since: both are one.
select test.sign_in('bob');
select test.check_in_daily('2026-04-01 12:00+00', 3);
select test.check_in_daily('2026-04-06 12:00+00', 2);
select is(pg_temp.streak_at('2026-04-07 12:00+00'), 'done_today 2 3 2026-04-06 04-09 02:00', 'a new run has begun');
select pg_temp.declare('2026-04-04', '2026-04-05');
select is(pg_temp.streak_at('2026-04-07 12:00+00'), 'done_today 5 5 2026-04-01 04-09 02:00', 'and goes on the old one');
select is((select row((c.state).streak.current, (c.state).streak.check_ins)::text from test.check_in_at('2026-04-08 12:00+00') as c), '(6,6)', 'nothing was counted that was not checked in');

-- Days long past, though both runs are over: the longest is raised.
select test.sign_in('carol');
select test.check_in_daily('2026-05-01 12:00+00', 3);
select test.check_in_daily('2026-05-05 12:00+00', 2);
select test.set_clock('2026-07-20 12:00+00');
select pg_temp.declare('2026-05-04', '2026-05-04');
select is(pg_temp.streak_at('2026-07-20 12:00+00'), 'broken 0 5', 'days long past can be excused: two runs that are over were one');
select is(pg_temp.marks('2026-05-03'), '05-03 check_in, 05-04 amnesty, 05-05 check_in, 05-06 check_in', 'in the calendar too');

-- Many gaps with one amnesty; days that were checked in stay so.
select test.sign_in('dave');
select test.check_in_at('2026-08-01 12:00+00');
select test.check_in_at('2026-08-03 12:00+00');
select test.check_in_at('2026-08-05 12:00+00');
select test.check_in_at('2026-08-07 01:00+00', '2026-08-06');
select test.set_clock('2026-08-31 12:00+00');
select pg_temp.declare('2026-07-31', '2026-08-30');
select is(pg_temp.marks('2026-07-31'),
  '08-01 check_in, 08-02 amnesty, 08-03 check_in, 08-04 amnesty, 08-05 check_in, 08-06 late, '
    || (select string_agg(to_char(n.day, 'MM-DD') || ' amnesty', ', ' order by n.day) from generate_series('2026-08-07', '2026-08-30', interval '1 day') as n(day)),
  'an amnesty of 31 days excuses what was missed, and leaves what was not');
select is(pg_temp.streak_at('2026-08-31 12:00+00'), 'at_risk 4 4 2026-08-01 09-01 02:00', 'days before the first check-in are no run''s');

-- A gap that is not excused altogether stays, but its end counts from the days of the user.
select test.sign_in('erin');
select test.check_in_daily('2026-09-01 12:00+00', 3);
select test.set_clock('2026-09-06 12:00+00');
select pg_temp.declare('2026-09-04', '2026-09-04');
select is(pg_temp.streak_at('2026-09-06 12:00+00'), 'broken 0 3', 'an excused day of a longer gap restores nothing');
select is(pg_temp.marks('2026-09-03'), '09-03 check_in', 'and is not marked');
select pg_temp.declare('2026-09-05', '2026-09-05');
select is(pg_temp.streak_at('2026-09-06 12:00+00'), 'at_risk 3 3 2026-09-01 09-07 02:00', 'until another amnesty closes the gap together with it');
select is(pg_temp.marks('2026-09-03'), '09-03 check_in, 09-04 amnesty, 09-05 amnesty', 'with all of its days');
select test.check_in_at('2026-09-06 18:00+00');
select is((test.stored('erin')).run_length, 4, 'as a command stores it');

-- A pause of the run that ended counts again.
select test.sign_in('frank');
select test.check_in_daily('2026-10-01 12:00+00', 3);
select test.set_clock('2026-10-04 12:00+00');
select app_public.pause_streak('2026-10-08') is null;
select is(pg_temp.streak_at('2026-10-07 12:00+00'), 'broken 0 3', 'a run that ended before its pause');
select pg_temp.declare('2026-10-04', '2026-10-04');
select is(pg_temp.streak_at('2026-10-07 12:00+00'), 'paused 3 3 2026-10-01', 'is paused when the day before it is excused');
select is(pg_temp.marks('2026-10-03'), '10-03 check_in, 10-04 amnesty, 10-05 pause, 10-06 pause', 'the days since are bridged by either');

-- By the days of each user: where the excused day is still open, nothing was lost.
select test.sign_in('grace');
select test.set_clock('2026-11-01 12:00+00');
select app_public.bootstrap('Etc/GMT+12') is null;
select test.check_in_at('2026-11-01 12:30+00');
select test.set_clock('2026-11-03 12:30+00');
select pg_temp.declare('2026-11-02', '2026-11-02');
select is(pg_temp.marks('2026-11-01'), '11-01 check_in', 'a day that is still within its grace in the user''s zone is not excused yet');
select is((select c.mark from app_public.check_in('2026-11-02') as c), 'late'::app_public.mark, 'and can be checked in');
