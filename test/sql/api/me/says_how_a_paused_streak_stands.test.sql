select plan(22);
create function pg_temp.streak_at(at timestamptz)
returns text
language sql volatile
return (select concat_ws(' ', (s.streak).status, (s.streak).current, (s.streak).freezes,
  coalesce(to_char((s.streak).expires_at at time zone 'UTC', 'MM-DD HH24:MI'), '-'), coalesce((s.streak).paused_from::text, '-'), coalesce((s.streak).paused_until::text, '-'))
  from test.state_at(streak_at.at) as s);
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

select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 7);
select is(pg_temp.streak_at('2026-03-07 12:00+00'), 'done_today 7 1 03-10 02:00 - -', 'without a pause');
select app_public.pause_streak('2026-03-10') is null;
select is(pg_temp.streak_at('2026-03-07 12:00+00'), 'done_today 7 1 03-13 02:00 2026-03-08 2026-03-10', 'before it begins, expires_at counts it, and the freeze after it');
select is(pg_temp.streak_at('2026-03-07 23:59:59+00'), 'done_today 7 1 03-13 02:00 2026-03-08 2026-03-10', 'to the last second');
select is(pg_temp.streak_at('2026-03-08 00:00+00'), 'paused 7 1 - 2026-03-08 2026-03-10', 'under it, the status is paused, and nothing expires');
select is(pg_temp.streak_at('2026-03-10 23:59:59+00'), 'paused 7 1 - 2026-03-08 2026-03-10', 'to the last second');
select is(pg_temp.streak_at('2026-03-11 00:00+00'), 'at_risk 7 1 03-13 02:00 - -', 'when it is over, it is shown no more, and the run expires when it was said to');
select is(pg_temp.streak_at('2026-03-12 01:59:59+00'), 'at_risk 7 1 03-13 02:00 - -', 'at risk while no freeze is used');
select is(pg_temp.streak_at('2026-03-12 02:00+00'), 'protected 7 0 03-13 02:00 - -', 'protected when it is');
select is(pg_temp.streak_at('2026-03-13 01:59:59+00'), 'protected 7 0 03-13 02:00 - -', 'until it expires');
select is(pg_temp.streak_at('2026-03-13 02:00+00'), 'broken 0 0 - - -', 'at that very instant');

-- A freeze that was used before the pause does not make a paused run protected, nor does the pause unprotect it.
select test.sign_in('bob');
select test.check_in_daily('2026-03-01 12:00+00', 14);
select test.set_clock('2026-03-16 12:00+00');
select app_public.pause_streak('2026-03-17') is null;
select is(pg_temp.streak_at('2026-03-16 12:00+00'), 'protected 14 1 03-19 02:00 2026-03-17 2026-03-17', 'a freeze has just saved the run, and the next one and the pause are counted');
select is(pg_temp.streak_at('2026-03-17 12:00+00'), 'paused 14 0 - 2026-03-17 2026-03-17', 'under the pause it is paused, and today''s freeze is used');
select is(pg_temp.streak_at('2026-03-18 12:00+00'), 'protected 14 0 03-19 02:00 - -', 'after it, it is still the freezes that have saved it');

-- By the day of the user.
select test.sign_in('carol');
select test.set_clock('2026-03-01 20:00+00');
select app_public.bootstrap('Asia/Tokyo', 4) is null;
select test.check_in_at('2026-03-01 20:00+00');
select app_public.pause_streak('2026-03-03') is null;
select is(pg_temp.streak_at('2026-03-02 18:59:59+00'), 'done_today 1 0 03-04 21:00 2026-03-03 2026-03-03', 'a pause begins with the day of the user');
select is(pg_temp.streak_at('2026-03-02 19:00+00'), 'paused 1 0 - 2026-03-03 2026-03-03', 'and day start');
select is(pg_temp.streak_at('2026-03-03 19:00+00'), 'at_risk 1 0 03-04 21:00 - -', 'and ends by it');

-- With an amnesty for days after it: both are counted.
select test.sign_in('dave');
select test.check_in_daily('2026-05-01 12:00+00', 2);
select app_public.pause_streak('2026-05-04') is null;
select pg_temp.declare('2026-05-05', '2026-05-06');
select is(pg_temp.streak_at('2026-05-02 12:00+00'), 'done_today 2 0 05-08 02:00 2026-05-03 2026-05-04', 'before it begins, days to come that are excused are counted too');
select is(pg_temp.streak_at('2026-05-04 12:00+00'), 'paused 2 0 - 2026-05-03 2026-05-04', 'under the pause nothing expires');
select is(pg_temp.streak_at('2026-05-05 12:00+00'), 'at_risk 2 0 05-08 02:00 - -', 'on an excused day it says when the run ends');

-- A pause of a run that has ended is shown to nobody; of one that an amnesty restores it is.
select test.sign_in('erin');
select test.check_in_daily('2026-06-01 12:00+00', 2);
select test.set_clock('2026-06-03 12:00+00');
select app_public.pause_streak('2026-06-10') is null;
select is(pg_temp.streak_at('2026-06-05 12:00+00'), 'broken 0 0 - - -', 'the pause of a run that has ended is not shown');
select pg_temp.declare('2026-06-03', '2026-06-03');
select is(pg_temp.streak_at('2026-06-05 12:00+00'), 'paused 2 0 - 2026-06-04 2026-06-10', 'that of a run that is restored is');

-- In the grace of yesterday, today's pause is what counts.
select test.sign_in('frank');
select test.check_in_daily('2026-07-01 12:00+00', 2);
select test.set_clock('2026-07-03 12:00+00');
select app_public.pause_streak('2026-07-10') is null;
select is(pg_temp.streak_at('2026-07-04 01:00+00'), 'paused 2 0 - 2026-07-04 2026-07-10', 'under a pause nothing expires, though yesterday is still to be checked in');
