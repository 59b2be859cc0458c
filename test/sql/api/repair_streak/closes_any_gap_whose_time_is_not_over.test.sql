select plan(14);
create function pg_temp.repair(day date)
returns text
language plpgsql volatile
as $$
begin
  return (select concat_ws(' ', r.points, r.days, (r.state).streak.current, (r.state).streak.longest) from app_public.repair_streak(repair.day) as r);
exception when others then
  return sqlstate;
end
$$;
create function pg_temp.offer()
returns text
language sql stable
return (select ((m.state).streak).repair::text from app_public.me() as m);
-- Check-ins on the 1st, 2nd, 4th, 6th and 7th: gaps on the 3rd and the 5th.
create function pg_temp.two_gaps(subject text)
returns void
language plpgsql volatile
as $$
begin
  perform test.sign_in(subject);
  perform test.check_in_daily('2026-03-01 12:00+00', 2);
  perform test.check_in_at('2026-03-04 12:00+00');
  perform test.check_in_at('2026-03-06 12:00+00');
end
$$;
select test.add_reward('{"id": "purse", "gives_points": 500, "auto_claim": true}', '{"check_ins": 1}');

-- The older one first: it makes one run of those before and after it, which the later gap has ended.
select pg_temp.two_gaps('alice');
select is(pg_temp.offer(), '(2026-03-05,1,50,2026-03-08,2)', 'the latest gap is offered');
select is(pg_temp.repair('2026-03-03'), '50 {2026-03-03} 1 3', 'the older gap makes a longer run of the past');
select is(pg_temp.offer(), '(2026-03-05,1,50,2026-03-08,4)', 'which the latest gap would now give back');
select is(pg_temp.repair('2026-03-05'), '50 {2026-03-05} 4 4', 'and does');
select is((test.stored('alice')).run_started_on, '2026-03-01'::date, 'since its first day');

-- The latest one first.
select pg_temp.two_gaps('bob');
select is(pg_temp.repair('2026-03-05'), '50 {2026-03-05} 2 2', 'the latest gap gives back the run before it');
select is(pg_temp.offer(), '(2026-03-03,1,50,2026-03-06,4)', 'and then the one before is the latest');
select is(pg_temp.repair('2026-03-03'), '50 {2026-03-03} 4 4', 'which gives back the rest');

-- Each has its own time.
select pg_temp.two_gaps('carol');
select test.check_in_at('2026-03-07 12:00+00');
select is(pg_temp.repair('2026-03-03'), 'RP002', 'the time of the older gap is over first');
select is(pg_temp.repair('2026-03-05'), '50 {2026-03-05} 3 3', 'when the latest can still be repaired');
select is(pg_temp.offer(), null, 'after which nothing is offered that is too late');

-- Together with a gap that is not closed to this day.
select pg_temp.two_gaps('dave');
select test.set_clock('2026-03-08 12:00+00');
select is(pg_temp.offer(), '(2026-03-07,1,50,2026-03-10,1)', 'without a live run the gap to this day is the latest');
select is(pg_temp.repair('2026-03-05'), '50 {2026-03-05} 0 2', 'an older one can be repaired on its own');
select is(pg_temp.repair('2026-03-07'), '50 {2026-03-07} 2 2', 'and the latest one then gives back both runs');
