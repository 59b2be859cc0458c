select plan(11);
create function pg_temp.periods(reward_id text)
returns text
language sql stable
begin atomic
  select string_agg(u.period_key, ' ' order by u.unlocked_at) from app_private.reward_unlocks as u
  where u.user_id = app_private.current_user_id() and u.reward_id = periods.reward_id;
end;
select test.add_reward('{"id": "a_once", "gives_points": 1}', '{"check_ins": 1}');
select test.add_reward('{"id": "a_run", "gives_points": 1, "repeats": "run"}', '{"check_ins": 1}');
select test.add_reward('{"id": "a_day", "gives_points": 1, "repeats": "day"}', '{"check_ins": 1}');
select test.add_reward('{"id": "a_week", "gives_points": 1, "repeats": "week"}', '{"check_ins": 1}');
select test.add_reward('{"id": "a_month", "gives_points": 1, "repeats": "month"}', '{"check_ins": 1}');

-- A week of the ISO calendar that spans two years; the 29th and the 2nd are missed.
select test.sign_in('alice');
select test.check_in_daily('2026-12-26 12:00+00', 3);
select test.check_in_daily('2026-12-30 12:00+00', 3);
select test.check_in_daily('2027-01-03 12:00+00', 2);
select is(pg_temp.periods('a_once'), 'once', 'once');
select is(pg_temp.periods('a_run'), 'run-2026-12-26 run-2026-12-30 run-2027-01-03', 'in each run, named by its first day');
select is(pg_temp.periods('a_day'), '2026-12-26 2026-12-27 2026-12-28 2026-12-30 2026-12-31 2027-01-01 2027-01-03 2027-01-04', 'each day');
select is(pg_temp.periods('a_week'), '2026-W52 2026-W53 2027-W01', 'each week from Monday to Sunday');
select is(pg_temp.periods('a_month'), '2026-12 2027-01', 'each month');

-- Late on Monday for Sunday: the day that is checked in decides.
select test.sign_in('bob');
select test.check_in_at('2026-12-27 12:00+00') is null;
select test.check_in_at('2027-01-04 01:00+00', '2027-01-03') is null;
select is(pg_temp.periods('a_week'), '2026-W52 2026-W53', 'a late check-in counts for the period of its day');
select app_public.check_in() is null;
select is(pg_temp.periods('a_week'), '2026-W52 2026-W53 2027-W01', 'and leaves the current one to the next');

-- By the user's calendar: in Kiritimati Monday has come 14 hours earlier.
select test.sign_in('carol');
select test.set_clock('2027-01-03 10:00+00');
select app_public.bootstrap('Pacific/Kiritimati') is null;
select app_public.check_in() is null;
select is(pg_temp.periods('a_week'), '2027-W01', 'the week is that of the user''s own calendar');

-- Every command evaluates, once; a repeat or a read does not.
select test.set_clock('2027-01-04 11:00+00');
select app_public.claim_reward('a_once') is null;
select is(pg_temp.periods('a_day'), '2027-01-04 2027-01-05', 'a claim evaluates unlocks, too');
select test.set_clock('2027-01-05 15:00+00');
select app_public.update_settings(day_start_hour => 4) is null;
select is(pg_temp.periods('a_day'), '2027-01-04 2027-01-05 2027-01-06', 'and so does a change of settings');
select test.set_clock('2027-01-07 11:00+00');
select app_public.claim_reward('a_once') is null, app_public.update_settings(day_start_hour => 4) is null, app_public.me() is null;
select is(pg_temp.periods('a_day'), '2027-01-04 2027-01-05 2027-01-06', 'what changes nothing does not');
