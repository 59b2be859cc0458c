select plan(15);
create function pg_temp.pause_at(at timestamptz, until date)
returns text
language plpgsql volatile
as $$
begin
  perform test.set_clock(pause_at.at);
  return (select concat_ws(' ', (p.state).streak.paused_from, (p.state).streak.paused_until,
    to_char((p.state).streak.expires_at at time zone 'UTC', 'MM-DD HH24:MI')) from app_public.pause_streak(pause_at.until) as p);
end
$$;
create function pg_temp.streak_at(at timestamptz)
returns text
language sql volatile
return (select concat_ws(' ', (s.streak).status, (s.streak).current, (s.streak).paused_from, (s.streak).paused_until) from test.state_at(streak_at.at) as s);

select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 3);
select is(pg_temp.pause_at('2026-03-04 12:00+00', '2026-03-08'), '2026-03-05 2026-03-08 03-05 02:00',
  'today still has to be checked in: the run ends by it if it is not');
select is(pg_temp.streak_at('2026-03-05 01:59:59+00'), 'paused 3 2026-03-05 2026-03-08', 'its grace reaches into the pause');
select is(pg_temp.streak_at('2026-03-05 02:00+00'), 'broken 0', 'when it is over, so is the run, and nothing is paused');
select is((select (c.state).streak.current from test.check_in_at('2026-03-09 12:00+00') as c), 1, 'the pause did not save it');

-- A check-in before it begins leaves it.
select test.sign_in('bob');
select test.check_in_daily('2026-03-01 12:00+00', 3);
select pg_temp.pause_at('2026-03-04 12:00+00', '2026-03-08') is null;
select is((select row((c.state).streak.paused_from, (c.state).streak.paused_until, (c.state).streak.expires_at)::text from test.check_in_at('2026-03-04 18:00+00') as c),
  row('2026-03-05'::date, '2026-03-08'::date, '2026-03-10 02:00+00'::timestamptz)::text, 'today checked in after the call, the pause is still to come');
select is(pg_temp.streak_at('2026-03-08 12:00+00'), 'paused 4 2026-03-05 2026-03-08', 'and bridges its days');

-- So does a late one.
select test.sign_in('carol');
select test.check_in_daily('2026-03-01 12:00+00', 3);
select pg_temp.pause_at('2026-03-04 12:00+00', '2026-03-08') is null;
select is((select concat_ws(' ', c.mark, (c.state).streak.status, (c.state).streak.current, (c.state).streak.paused_from, (c.state).streak.paused_until)
    from test.check_in_at('2026-03-05 01:59:59+00', '2026-03-04') as c),
  'late paused 4 2026-03-05 2026-03-08', 'a late check-in for the day before leaves a pause that has begun');
select is(pg_temp.streak_at('2026-03-09 12:00+00'), 'at_risk 4', 'which lasts as long as it was to last');

-- A freeze saves the day before the pause like any other.
select test.sign_in('dave');
select test.check_in_daily('2026-03-01 12:00+00', 7);
select is(pg_temp.pause_at('2026-03-08 12:00+00', '2026-03-10'), '2026-03-09 2026-03-10 03-12 02:00', 'a freeze for today and the pause are counted');
select is(pg_temp.streak_at('2026-03-11 12:00+00'), 'protected 7', 'the run lives after both');

-- In the grace of yesterday both days still have to be checked in.
select test.sign_in('erin');
select test.check_in_daily('2026-03-01 12:00+00', 2);
select is(pg_temp.pause_at('2026-03-04 01:00+00', '2026-03-08'), '2026-03-05 2026-03-08 03-04 02:00', 'in its grace yesterday is not saved either');
select is(pg_temp.streak_at('2026-03-04 02:00+00'), 'broken 0', 'and ends the run');

-- Tomorrow by the user's own day: from 4 am in New York.
select set_config('app.zone', 'America/New_York', false);
select test.sign_in('frank');
select app_public.bootstrap('America/New_York', 4) is null;
select test.check_in_daily('2026-03-10 17:00+00', 2);
select is(pg_temp.pause_at('2026-03-12 07:59:59+00', '2026-03-14'), '2026-03-12 2026-03-14 03-16 10:00', 'before the day starts, tomorrow is the day to come');
select is(pg_temp.streak_at('2026-03-12 08:00+00'), 'paused 2 2026-03-12 2026-03-14', 'which begins at the day start');
select is(pg_temp.streak_at('2026-03-15 08:00+00'), 'at_risk 2', 'and the last day ends with it');
