select plan(26);

create function pg_temp.of(subject text, parameters jsonb, rewards app_public.reward[] default null) returns text language sql return test.what_if_of(subject, '2026-03-01', parameters, rewards);

-- What was reversed: what would have been given is what would have been taken back.
select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 3); -- entries 2, 4, 5
select app_public.claim_reward('streak_3'); -- 6
select app_public.buy_item('coffee', 'c0ffee00-0000-4000-8000-000000000001', 4); -- 7
reset role;
select app_private.reverse_entry(test.user_id('alice'), test.user_id('olga'), 5, 'A mistake.');
select is(row(s.points, s.lifetime_points)::text, '(30,70)', 'a check-in was reversed') from test.stored('alice') as s;
select is(pg_temp.of('alice', '{"check_in_points": 8}'), 'lifetime_points 70>76, points 30>36', 'and would have been of more points');
select app_private.reverse_entry(test.user_id('alice'), test.user_id('olga'), 7, 'A mistake.');
select is(pg_temp.of('alice', '{}', test.proposed('streak_3', '{"gives": {"points": 14}}')), 'lifetime_points 70>34, points 70>34; 2 refused',
  'a purchase that could not have been paid could not have been reversed: its reversal is refused too');
select app_private.reverse_entry(test.user_id('alice'), test.user_id('olga'), 6, 'A mistake.');
select is(pg_temp.of('alice', '{}', test.proposed('streak_3', '{"gives": {"points": 80, "xp": 1}}')), 'lifetime_xp 30>31', 'a claim that would have given more is taken back as a whole, but for XP');
select is(test.what_if_of('alice', '2026-03-03 12:00:01+00', '{}', test.proposed('streak_3', '{"gives": {"points": 80}}')), '', 'also when it was before that');

-- Spending.
select test.sign_in('bob');
select test.check_in_at('2026-03-01 12:00+00');
select app_public.spend_energy(65, 'c0ffee00-0000-4000-8000-000000000001');
reset role;
select is(pg_temp.of('bob', '{"check_in_energy": 15}'), 'energy 5>0', 'a spend that there is just enough for');
select is(pg_temp.of('bob', '{"check_in_energy": 14}'), 'energy 5>64; 1 refused', 'and one less: it is refused, and the energy is kept');
select is(pg_temp.of('bob', '{"energy_max": 64}'), 'energy 5>64; 1 refused', 'so it is when the energy would not have fitted');

-- A journey: the 2nd is skipped and bridged; the 5th is skipped, and the cover has been used.
select test.sign_in('erin');
select test.check_in_at('2026-03-01 12:00+00');
select test.set_clock('2026-03-02 20:00+00');
select app_public.update_settings('Pacific/Kiritimati') is null;
select test.check_in_at('2026-03-02 21:00+00') is null;
select test.set_clock('2026-03-03 20:00+00');
select app_public.update_settings('UTC') is null;
select test.check_in_at('2026-03-04 12:00+00') is null;
select test.set_clock('2026-03-05 20:00+00');
select app_public.update_settings('Pacific/Kiritimati') is null;
reset role;
select is(test.what_if_of('erin', '2026-03-05 19:00+00', '{}', test.proposed('streak_3', '{"reward_id": "alive", "conditions": [{"metric": "current_streak", "at_least": 1}], "repeats": "day"}')), '',
  'a day that a journey skips without cover ends the run at once: it unlocks nothing more');
select test.sign_in('erin');
select test.check_in_at('2026-03-05 21:00+00') is null;
reset role;
select is((select string_agg(to_char(d.day, 'DD ') || d.mark, ', ' order by d.day) from app_private.day_marks as d where d.user_id = test.user_id('erin')),
  '01 check_in, 02 travel, 03 check_in, 04 check_in, 06 check_in', 'a journey west to east, and another');
select test.set_clock('2026-03-06 12:00+00');
select is(pg_temp.of('erin', '{"travel_cover_days": 4}'), '', 'a cover every four days is not enough');
select is(pg_temp.of('erin', '{"travel_cover_days": 3}'), 'current_streak 1>4, longest_streak 3>4', 'every three it is');

-- A late check-in.
select test.sign_in('ida');
select test.check_in_at('2026-03-01 12:00+00') is null;
select test.check_in_at('2026-03-03 01:00+00', '2026-03-02') is null;
select test.check_in_at('2026-03-03 12:00+00') is null;
reset role;
select is(pg_temp.of('ida', '{}', test.proposed('streak_3', '{"reward_id": "daily", "conditions": [], "repeats": "day"}')), 'daily unlocked 0>3 claimed 0>0', 'a late check-in unlocks what is of its own day');

-- A pause.
select test.sign_in('frank');
select test.check_in_at('2026-03-01 12:00+00') is null;
select app_public.pause_streak('2026-03-05') is null;
reset role;
select test.set_clock('2026-03-06 12:00+00');
select is(pg_temp.of('frank', '{"pause_max_days": 4}'), '', 'a pause of four days');
select is(pg_temp.of('frank', '{"pause_max_days": 3}'), 'current_streak 1>0; 1 refused', 'would have been refused');

-- An amnesty: three days, the 4th and the 5th are missed and then excused; one has found the run ended meanwhile.
select test.sign_in('carol');
select test.check_in_daily('2026-03-01 12:00+00', 3);
select test.set_clock('2026-03-05 12:00+00');
select app_public.spend_energy(1, 'c0ffee00-0000-4000-8000-000000000001') is null;
select test.sign_in('dave');
select test.check_in_daily('2026-03-01 12:00+00', 3);
select test.sign_in('gina');
select test.check_in_daily('2026-02-25 12:00+00', 7);
select test.check_in_at('2026-03-05 12:00+00') is null; -- a freeze of the 3rd covers the 4th
reset role;
select is((select array_agg(s.run_length order by s.run_length) from app_private.user_states as s where s.user_id in (test.user_id('carol'), test.user_id('dave'), test.user_id('gina'))), '{0,3,8}', 'one run has ended, one has not been looked at, one has been saved');
select test.set_clock('2026-03-06 10:00+00');
select is(test.what_if_of('dave', '2026-03-01', '{"freeze_every_days": 3}', null), '', 'a freeze for the 4th only would not have saved the run');
select is(test.what_if_of('dave', '2026-03-01', '{"freeze_every_days": 1}', null), 'current_streak 0>3', 'two would have: they are used up');
select app_private.declare_amnesty(test.user_id('olga'), '2026-03-04', '2026-03-05', 'The app was down.');
select test.sign_in('carol');
select test.check_in_at('2026-03-06 12:00+00');
reset role;
select is((test.stored('carol')).run_length, 4, 'one has come back since');
select is(pg_temp.of('carol', '{"freeze_every_days": 3}'), 'freezes 0>1', 'the freeze would have come back');
select is(pg_temp.of('dave', '{"freeze_every_days": 1}'), 'freezes 0>2', 'also for who has not: both of them');
select is(pg_temp.of('carol', '{"check_in_points": 6}'), 'lifetime_points 30>34, points 30>34', 'and the run goes on as it did');
select test.sign_in('carol');
select test.check_in_at('2026-03-08 12:00+00'); -- the 7th is missed
reset role;
select app_private.grant_effects(test.user_id('carol'), test.user_id('olga'), test.effects('{"points": 50}'), 'A gift.', 'c0ffee00-0000-4000-8000-000000000002');
select test.sign_in('carol');
select app_public.repair_streak('2026-03-07');
reset role;
select is((test.stored('carol')).run_length, 5, 'a repair counts through the days that the amnesty has marked');
select is(pg_temp.of('carol', '{"check_in_points": 6}'), 'lifetime_points 85>90, points 35>40', 'so it would have');

-- Since the middle, when the calendar of then is no longer what is stored: a day that a freeze covered has been excused.
select test.sign_in('gina');
select test.check_in_at('2026-03-06 12:00+00');
reset role;
select is(row(s.run_length, s.freezes)::text, '(9,{2026-03-03})', 'the freeze has come back') from test.stored('gina') as s;
select is(test.what_if_of('gina', '2026-03-06 00:00+00', '{"check_in_points": 6}', null), 'lifetime_points 55>56, points 55>56', 'and would have come back');
