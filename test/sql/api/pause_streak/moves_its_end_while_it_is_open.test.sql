select plan(18);
-- A check-in on the 1st, and a pause from the 2nd.
create function pg_temp.pause_of(subject text, until date)
returns void
language plpgsql volatile
as $$
begin
  perform test.sign_in(subject);
  perform test.check_in_at('2026-03-01 12:00+00');
  perform app_public.pause_streak(pause_of.until);
end
$$;
create function pg_temp.pause_at(at timestamptz, until date)
returns text
language plpgsql volatile
as $$
declare
  v_hint text;
begin
  perform test.set_clock(pause_at.at);
  return (select concat_ws(' ', (p.state).streak.status, (p.state).streak.paused_from, (p.state).streak.paused_until) from app_public.pause_streak(pause_at.until) as p);
exception when others then
  get stacked diagnostics v_hint = pg_exception_hint;
  return sqlstate || ' ' || v_hint;
end
$$;

select pg_temp.pause_of('alice', '2026-03-06');
select is(pg_temp.pause_at('2026-03-01 18:00+00', '2026-03-04'), 'done_today 2026-03-02 2026-03-04', 'before it begins its end can be moved');
select is(pg_temp.pause_at('2026-03-04 12:00+00', '2026-03-10'), 'paused 2026-03-02 2026-03-10', 'on its last day too: its start stays');
select is((select string_agg(to_char(d.day, 'MM-DD ') || d.mark, ', ' order by d.day) from app_private.day_marks as d), '03-01 check_in, 03-02 pause, 03-03 pause',
  'the days that have ended are marked meanwhile');
select is(pg_temp.pause_at('2026-03-05 12:00+00', '2026-03-06'), 'paused 2026-03-02 2026-03-06', 'it can be made shorter, through tomorrow');
select is(pg_temp.pause_at('2026-03-05 12:00+00', '2026-03-05'), 'PS001 Let until be from 2026-03-06 to 2026-03-31.', 'but not through today');
select is((select concat_ws(' ', (s.streak).status, (s.streak).current, (s.streak).paused_until) from test.state_at('2026-03-07 12:00+00') as s), 'at_risk 1',
  'then it ends as was said last');
select is((select (c.state).streak.current from app_public.check_in() as c), 2, 'and the run goes on');

-- The longest pause is counted from its first day.
select pg_temp.pause_of('bob', '2026-03-06');
select is(pg_temp.pause_at('2026-03-05 12:00+00', '2026-04-01'), 'PS001 Let until be from 2026-03-06 to 2026-03-31.', 'the longest pause is counted from its first day');
select is(pg_temp.pause_at('2026-03-05 12:00+00', '2026-03-31'), 'paused 2026-03-02 2026-03-31', 'so that moving it makes no longer one');
select is(pg_temp.pause_at('2026-03-31 12:00+00', '2026-04-01'), 'PS001 Check in before you pause again.', 'on its last possible day it cannot be moved');
select is((test.state_at('2026-04-01 12:00+00')).streak.status, 'at_risk'::app_public.streak_status, 'and ends');

-- The day after its end it is over.
select pg_temp.pause_of('carol', '2026-03-06');
select is(pg_temp.pause_at('2026-03-07 00:00+00', '2026-03-10'), 'PS001 Check in before you pause again.', 'the day after, it is over: a second pause needs a check-in first');
select is(pg_temp.pause_at('2026-03-07 01:00+00', '2026-03-10'), 'PS001 Check in before you pause again.', 'in the grace of its last day as well');
select test.check_in_at('2026-03-07 12:00+00');
select is(pg_temp.pause_at('2026-03-07 12:00+00', '2026-03-10'), 'done_today 2026-03-08 2026-03-10', 'after which it begins tomorrow');

-- The parameters are those in force at the call.
select pg_temp.pause_of('dave', '2026-03-20');
select test.add_rule_version('2026-03-05 00:00+00', '{"pause_max_days": 5}');
select is(pg_temp.pause_at('2026-03-05 12:00+00', '2026-03-07'), 'PS001 Let until be from 2026-03-06 to 2026-03-06.', 'a shorter maximum in force since is counted from its first day');
select is((test.state_at('2026-03-20 12:00+00')).streak.status, 'paused'::app_public.streak_status, 'what was granted before is kept');
select is(pg_temp.pause_at('2026-03-20 12:00+00', '2026-03-21'), 'PS001 Check in before you pause again.', 'but cannot be moved');
select is(pg_temp.pause_at('2026-03-20 12:00+00', '2026-03-20'), 'paused 2026-03-02 2026-03-20', 'only repeated');
