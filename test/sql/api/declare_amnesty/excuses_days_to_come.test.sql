select plan(19);
create function pg_temp.declare(at timestamptz, first_day date, last_day date, reason text default 'Outage.')
returns void
language plpgsql volatile
as $$
declare
  v_subject constant text := current_setting('app.subject');
begin
  perform test.set_clock(declare.at);
  perform test.sign_in_operator('olga');
  perform app_public.declare_amnesty(declare.first_day, declare.last_day, declare.reason);
  perform test.sign_in(v_subject);
end
$$;
create function pg_temp.streak_at(at timestamptz)
returns text
language sql volatile
return (select concat_ws(' ', (s.streak).status, (s.streak).current, (s.streak).freezes, to_char((s.streak).expires_at at time zone 'UTC', 'MM-DD HH24:MI')) from test.state_at(streak_at.at) as s);
create function pg_temp.marks(since date)
returns text
language sql stable
return (select string_agg(concat_ws(' ', to_char(c.day, 'MM-DD'), c.mark), ', ' order by c.day)
  from app_public.me() as m, app_public.me_calendar(m, marks.since) as c where c.mark is not null);

-- The 4th to the 6th are excused before they come.
select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 2);
select test.sign_in('bob');
select test.check_in_daily('2026-02-24 12:00+00', 7);
select test.sign_in('alice');
select pg_temp.declare('2026-03-02 18:00+00', '2026-03-04', '2026-03-06');
select is(pg_temp.streak_at('2026-03-02 18:00+00'), 'done_today 2 0 03-04 02:00', 'days before the excused ones have to be checked in');
select test.check_in_at('2026-03-03 12:00+00');
select is(pg_temp.streak_at('2026-03-03 12:00+00'), 'done_today 3 0 03-08 02:00', 'the run then lasts over the excused ones');
select is(pg_temp.streak_at('2026-03-06 12:00+00'), 'at_risk 3 0 03-08 02:00', 'on which there is nothing to lose, and something to win');
select is(pg_temp.marks('2026-03-03'), '03-03 check_in, 03-04 amnesty, 03-05 amnesty', 'they are marked as they end');
select is((select (c.state).streak.current from test.check_in_at('2026-03-06 12:00+00') as c), 4, 'a check-in on one of them counts');
select is((select (c.state).streak.current from test.check_in_at('2026-03-07 12:00+00') as c), 5, 'and the run goes on');
select is(pg_temp.marks('2026-03-03'), '03-03 check_in, 03-04 amnesty, 03-05 amnesty, 03-06 check_in, 03-07 check_in', 'in the calendar both are told apart');
select is((select array_agg(e.kind order by e.sequence_number) from app_public.journal_entries as e where e.sequence_number > 4), '{check_in,check_in,check_in}'::app_public.journal_kind[],
  'days to come need no entry: they are settled like a pause');

-- No freeze is used on them.
select test.sign_in('bob');
select is(pg_temp.streak_at('2026-03-04 12:00+00'), 'protected 7 0 03-08 02:00', 'a freeze is used for the day before them');
select is(pg_temp.streak_at('2026-03-07 12:00+00'), 'protected 7 0 03-08 02:00', 'and none for theirs');
select test.check_in_at('2026-03-07 12:00+00');
select is(pg_temp.marks('2026-03-03'), '03-03 freeze, 03-04 amnesty, 03-05 amnesty, 03-06 amnesty, 03-07 check_in', 'as a command stores it');

-- Whoever is away longer loses the run by the day after them.
select test.sign_in('carol');
select test.check_in_daily('2026-04-01 12:00+00', 3);
select pg_temp.declare('2026-04-03 18:00+00', '2026-04-03', '2026-04-05');
select is(pg_temp.streak_at('2026-04-07 01:59:59+00'), 'at_risk 3 0 04-07 02:00', 'the day after them is to be checked in');
select is(pg_temp.streak_at('2026-04-07 02:00+00'), 'broken 0 0', 'or ends the run');

-- One that names today and yesterday: a late check-in is still possible.
select test.sign_in('dave');
select test.check_in_at('2026-05-01 12:00+00');
select pg_temp.declare('2026-05-03 01:00+00', '2026-05-02', '2026-05-03');
select is(pg_temp.streak_at('2026-05-03 01:00+00'), 'at_risk 1 0 05-05 02:00', 'excused days within their grace are open');
select is((select row(c.mark, (c.state).streak.current)::text from app_public.check_in('2026-05-02') as c), '(late,2)', 'and can be checked in late');

-- In force for who comes later too.
select pg_temp.declare('2026-05-20 12:00+00', '2026-06-02', '2026-06-04');
select test.sign_in('erin');
select test.check_in_at('2026-06-01 12:00+00');
select is(pg_temp.streak_at('2026-06-05 12:00+00'), 'at_risk 1 0 06-06 02:00', 'who was not there yet at the declaration is excused as well');

-- After a missed day they are of no use, and the calendar says both.
select test.sign_in('frank');
select test.check_in_at('2026-05-31 12:00+00');
select is(pg_temp.streak_at('2026-06-05 12:00+00'), 'broken 0 0', 'a run that ended the day before them is not saved by them');
select is((select string_agg(concat_ws(' ', to_char(c.day, 'MM-DD'), c.mark, c.reason), ', ' order by c.day) from app_public.me() as m, app_public.me_calendar(m, '2026-06-01', '2026-06-02') as c),
  '06-01 Missed., 06-02 Excused by an amnesty: Outage.', 'in the calendar they are excused without a mark');
select is((test.state_at('2026-06-04 12:00+00')).streak.repair::text, '(2026-06-01,1,50,2026-06-04,1)', 'a repair pays for the day before them alone');
