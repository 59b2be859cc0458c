select plan(23);

create function pg_temp.of(subject text, parameters jsonb) returns text language sql return test.what_if_of(subject, '2026-03-01', parameters, null);

-- Three check-ins, the third of them late; the energy of each: 50 + 20 = 70, + 24 + 20 = 100 at most.
select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 2);
select test.check_in_at('2026-03-04 01:00+00', '2026-03-03');
select test.set_clock('2026-03-01 12:00+00');
select test.sign_in('carol');
select app_public.bootstrap() is null;
reset role;
select test.set_clock('2026-03-04 01:00+00');
select is(row(s.points, s.xp, s.run_length, s.energy)::text, '(25,30,3,100)', 'three check-ins') from test.stored('alice') as s;

select is(pg_temp.of('alice', '{"check_in_points": 8}'), 'lifetime_points 25>34, points 25>34', 'more points for each check-in');
select is(pg_temp.of('alice', '{"check_in_xp": 50}'), 'level 1>2, lifetime_xp 30>150', 'more XP lead to a level');
select is(pg_temp.of('alice', '{"level_thresholds": [0, 15], "level_boosts_basis_points": [10000, 20000]}'), 'level 1>2, lifetime_points 25>30, points 25>30', 'level 2 at the second check-in doubles the third');
select is(pg_temp.of('alice', '{"level_boosts_basis_points": [30000], "level_thresholds": [0]}'), 'lifetime_points 25>55, points 25>55', 'a boost from the start');
select is(pg_temp.of('alice', '{"energy_max": 60}'), 'energy 100>60', 'less energy fits');
select is(pg_temp.of('alice', '{"energy_max": 130}'), 'energy 100>130', 'more does: 70, + 24 + 20, + 37 up to the maximum');
select is(pg_temp.of('alice', '{"energy_overfill": 50}'), 'energy 100>134', 'above the maximum too: 70, + 24 + 20 is 114, and 20 more');
select is(pg_temp.of('carol', '{"energy_refill_seconds": 7200}'), 'energy 100>80', 'energy refills more slowly: 61 hours are 30 intervals');
select is(pg_temp.of('carol', '{"energy_refill_seconds": 7200, "energy_refill_amount": 3, "energy_max": 137}'), 'energy 100>137', 'or by more');
select is(pg_temp.of('carol', '{"energy_start": 10}'), 'energy 100>71', 'a user starts with less');
select is(pg_temp.of('carol', '{"freezes_start": 1}'), 'freezes 0>1', 'or with a freeze');
select is(pg_temp.of('alice', '{"freeze_every_days": 1}'), 'freezes 0>2', 'freezes come every day, up to two');
select is(pg_temp.of('alice', '{"freeze_every_days": 1, "freezes_max": 3}'), 'freezes 0>3', 'or three');
select is(pg_temp.of('alice', '{"late_grace_minutes": 61}'), '', 'a late check-in that is just in time');
select is(pg_temp.of('alice', '{"late_grace_minutes": 60}'), 'check_ins 3>2, current_streak 3>0, lifetime_points 25>20, lifetime_xp 30>20, longest_streak 3>2, points 25>20; 1 refused; streak_3 unlocked 1>0 claimed 0>0',
  'or would have been refused, and the run has ended');
select is(pg_temp.of('alice', '{"late_grace_minutes": 60, "freeze_every_days": 2}'), 'check_ins 3>2, current_streak 3>2, lifetime_points 25>20, lifetime_xp 30>20, longest_streak 3>2, points 25>20; 1 refused; streak_3 unlocked 1>0 claimed 0>0',
  'unless a freeze that the second has earned bridges it: none is left');

-- Two days are missed, and one repair costs 2 * 20 of 40 points.
select test.add_rule_version('2026-01-01', '{"repair_points": 20, "inventory_max": 3}');
select test.sign_in('dave');
select test.check_in_daily('2026-03-01 12:00+00', 3);
select test.check_in_at('2026-03-04 12:00+00');
reset role;
select app_private.grant_effects(test.user_id('dave'), test.user_id('olga'), test.effects('{"points": 10}'), 'A gift.', 'c0ffee00-0000-4000-8000-000000000001');
select test.sign_in('dave');
select test.set_clock('2026-03-07 12:00+00');
select app_public.repair_streak('2026-03-05');
reset role;
select is(row(s.points, s.run_length)::text, '(0,4)', 'a run of four is repaired') from test.stored('dave') as s;
select is(pg_temp.of('dave', '{"repair_points": 15}'), 'points 0>10', 'a cheaper repair');
select is(pg_temp.of('dave', '{"repair_points": 21}'), 'current_streak 4>0, points 0>40; 1 refused', 'one that could not have been paid');
select is(pg_temp.of('dave', '{"repair_within_days": 0}'), 'current_streak 4>0, points 0>40; 1 refused', 'one that would have come too late');
select is(pg_temp.of('dave', '{"repair_within_days": 1}'), '', 'or just in time');
select is(test.what_if_of('dave', '2026-03-06', '{"check_in_points": 6}', null), '', 'whose calendar is from before the proposal');
