select plan(10);

-- What would have happened otherwise on each day from one to another.
create function pg_temp.otherwise(since date, until date)
returns text
language sql volatile
return (select string_agg(right(app_rules.iso_date(d.day), 5) || ' ' || coalesce(d.mark::text, 'missed') || ': ' || d.otherwise, E'\n' order by d.day)
  from unnest((app_private.streak_explanation(test.user_id(current_setting('app.subject')), app_private.clock())).days) as d
  where d.day between since and until);

-- One freeze in hand, and a pause of three days.
select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 8);
select is(pg_temp.otherwise('2026-03-07', '2026-03-08'), '03-07 check_in: Without it the streak would have ended at 6 days on 2026-03-07.
03-08 check_in: Without it a freeze would be used.', 'the freeze that a check-in earned itself could not have covered its own day; today is not over');
select app_public.pause_streak('2026-03-11') is null;
select test.set_clock('2026-03-12 12:00+00');
select is(pg_temp.otherwise('2026-03-08', '2026-03-11'), '03-08 check_in: Without it a freeze would have been used.
03-09 pause: Without the pause a freeze would have been used.
03-10 pause: Without the pause the streak would have ended at 8 days on 2026-03-10.
03-11 pause: Without the pause the streak would have ended at 8 days on 2026-03-11.', 'one freeze would have covered one of three paused days, before anything is stored');
select test.check_in_at('2026-03-12 12:00+00') is null;
select is(pg_temp.otherwise('2026-03-09', '2026-03-10'), '03-09 pause: Without the pause a freeze would have been used.
03-10 pause: Without the pause the streak would have ended at 8 days on 2026-03-10.', 'and after');

-- The freeze covers the day after the pause.
select test.sign_in('bob');
select test.check_in_daily('2026-03-01 12:00+00', 8);
select app_public.pause_streak('2026-03-09') is null;
select test.check_in_at('2026-03-11 12:00+00') is null;
select is(pg_temp.otherwise('2026-03-08', '2026-03-11'), '03-08 check_in: Without it a freeze would have been used.
03-09 pause: Without the pause a freeze would have been used.
03-10 freeze: Without a freeze the streak would have ended at 8 days on 2026-03-10.
03-11 check_in: Without it the streak would end at 8 days with this day.', 'a freeze that then covered a later day was there to cover an earlier one');

-- An amnesty in the place of a freeze, and of a repair of two days.
select test.sign_in('carol');
select test.check_in_daily('2026-03-01 12:00+00', 7);
select test.check_in_at('2026-03-09 12:00+00') is null;
select test.set_clock('2026-03-12 12:00+00');
select app_public.claim_reward('streak_3') is null;
select app_public.claim_reward('streak_7') is null;
select app_public.repair_streak('2026-03-11') is null;
select test.check_in_at('2026-03-12 12:00+00') is null;
select is(pg_temp.otherwise('2026-03-08', '2026-03-12'), '03-08 freeze: Without a freeze the streak would have ended at 7 days on 2026-03-08.
03-09 check_in: Without it the streak would have ended at 7 days on 2026-03-09.
03-10 repair: Without the repair the streak would have ended at 8 days on 2026-03-10.
03-11 repair: Without the repair the streak would have ended at 8 days on 2026-03-11.
03-12 check_in: Without it the streak would end at 8 days with this day.', 'nothing else would have covered what a freeze or a repair covers');
select test.sign_in_operator('olga');
select app_public.declare_amnesty('2026-03-08', '2026-03-10', 'The app was down.') is null;
select test.sign_in('carol');
select is(pg_temp.otherwise('2026-03-08', '2026-03-11'), '03-08 amnesty: Without the amnesty a freeze would have been used.
03-09 check_in: Without it the day would be excused by an amnesty.
03-10 amnesty: Without the amnesty your repair would have kept it.
03-11 repair: Without the repair the streak would have ended at 8 days on 2026-03-11.', 'what an amnesty gave back would have covered the day, before anything is stored');
select set_config('test.before', pg_temp.otherwise('2026-03-01', '2026-03-11'), false);
select test.check_in_at('2026-03-13 12:00+00') is null;
select is(pg_temp.otherwise('2026-03-01', '2026-03-11'), current_setting('test.before'), 'and after');

-- Two gaps in one amnesty, and one freeze that it gave back.
select test.sign_in('erin');
select test.check_in_daily('2026-04-01 12:00+00', 7);
select test.check_in_at('2026-04-09 12:00+00') is null;
select test.check_in_at('2026-04-11 12:00+00') is null;
select test.sign_in_operator('olga');
select app_public.declare_amnesty('2026-04-08', '2026-04-10', 'The app was down.') is null;
select test.sign_in('erin');
select is(pg_temp.otherwise('2026-04-08', '2026-04-11'), '04-08 amnesty: Without the amnesty a freeze would have been used.
04-09 check_in: Without it the day would be excused by an amnesty.
04-10 amnesty: Without the amnesty the streak would have ended at 8 days on 2026-04-10.
04-11 check_in: Without it a freeze would be used.', 'one freeze would have covered one of two gaps that an amnesty closed');

-- A freeze, then a repair, in one gap, and an amnesty in the place of both.
select test.sign_in('frank');
select test.check_in_daily('2026-05-01 12:00+00', 7);
select app_public.claim_reward('streak_3') is null;
select test.set_clock('2026-05-10 12:00+00');
select app_public.repair_streak('2026-05-09') is null;
select test.check_in_at('2026-05-10 12:00+00') is null;
select test.sign_in_operator('olga');
select app_public.declare_amnesty('2026-05-08', '2026-05-09', 'The app was down.') is null;
select test.sign_in('frank');
select is(pg_temp.otherwise('2026-05-08', '2026-05-09'), '05-08 amnesty: Without the amnesty a freeze would have been used.
05-09 amnesty: Without the amnesty your repair would have kept it.', 'what it took the place of is known day by day');

-- A check-in on a day under a pause.
select test.sign_in('dave');
select test.check_in_daily('2026-03-20 12:00+00', 2);
select app_public.pause_streak('2026-03-24') is null;
select test.check_in_at('2026-03-23 12:00+00') is null;
select is(pg_temp.otherwise('2026-03-21', '2026-03-23'), '03-21 check_in: Without it the streak would have ended at 1 day on 2026-03-21.
03-22 pause: Without the pause the streak would have ended at 2 days on 2026-03-22.
03-23 check_in: Without it the day would be paused.', 'a check-in under a pause was not needed');
