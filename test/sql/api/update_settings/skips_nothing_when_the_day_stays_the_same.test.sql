select plan(10);

-- Half an hour into the 3rd the 2nd can still be checked in late; another zone with the same time changes nothing about that.
select test.sign_in('alice');
select test.check_in_at('2026-03-01 12:00+00');
select test.set_clock('2026-03-03 00:30+00');
select app_public.update_settings('Atlantic/Reykjavik') is null;
select is((select count(*) from app_private.day_marks as d where d.mark = 'travel'), 0::bigint,
  'a day that is as open after the change as before is not marked travel');
select is((test.stored('alice')).last_travel_day, null, 'and no cover is used');
select lives_ok($$select app_public.check_in('2026-03-02')$$, 'yesterday can still be checked in late');
select is((test.stored('alice')).run_length, 2, 'and counts');

-- Going on without it, the day is missed as it would have been.
select test.sign_in('bob');
select test.check_in_at('2026-03-01 12:00+00');
select test.set_clock('2026-03-03 00:30+00');
select app_public.update_settings('Atlantic/Reykjavik') is null;
select is((test.state_at('2026-03-03 02:00+00')).streak.current, 0, 'a change of nothing does not save a missed day');

-- In London's summer an hour of the grace goes: 00:30 becomes 01:30, within the grace still.
select test.sign_in('carol');
select test.check_in_at('2026-06-01 12:00+00');
select test.set_clock('2026-06-03 00:30+00');
select app_public.update_settings('Europe/London') is null;
select lives_ok($$select app_public.check_in('2026-06-02')$$, 'a grace that is shorter but not over leaves yesterday to be checked in');
select is((test.stored('carol')).run_length, 2, 'and counted');

-- In Helsinki it is 03:30, and the grace is over: the change would make the day missed.
select test.sign_in('dave');
select test.check_in_at('2026-06-01 12:00+00');
select test.set_clock('2026-06-03 00:30+00');
select app_public.update_settings('Europe/Helsinki') is null;
select is((select array_agg(d.day) from app_private.day_marks as d where d.mark = 'travel'), '{2026-06-02}'::date[],
  'a grace that the change ends is covered');
select is((test.state_at('2026-06-03 20:00+00')).streak.current, 1, 'and the run lives');

-- In a zone to the west it is the day before again.
select test.sign_in('erin');
select test.check_in_at('2026-06-01 12:00+00');
select test.set_clock('2026-06-03 00:30+00');
select app_public.update_settings('America/New_York') is null;
select is((select row(c.day, c.mark)::text from app_public.check_in() as c), '(2026-06-02,check_in)', 'a day in its grace that is today again is checked in as today');
