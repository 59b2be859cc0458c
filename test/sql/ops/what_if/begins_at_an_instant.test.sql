select plan(21);

select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 3);
select test.set_clock('2026-03-03 17:00+00');
select app_public.claim_reward('streak_3');
select test.sign_in('bob');
select test.set_clock('2026-03-01 12:00+00');
select app_public.bootstrap() is null;
select test.sign_in('carol');
select test.set_clock('2026-03-02 12:00+00');
select app_public.bootstrap() is null;
reset role;
select test.set_clock('2026-03-04 00:00+00');

-- Parameters.
select is(test.what_if_of('alice', c.since::timestamptz, '{"check_in_points": 8}', null), c.said, c.why)
from (values
  ('2026-03-02 12:00+00', 'lifetime_points 75>81, points 75>81', 'what is of the instant itself is under the proposal'),
  ('2026-03-02 12:00:00.000001+00', 'lifetime_points 75>78, points 75>78', 'what is before it stays as it was'),
  ('2026-03-03 12:00:01+00', '', 'from after the last check-in on nothing is different'),
  ('1990-01-01', 'lifetime_points 75>84, points 75>84', 'it may be before all rules')) as c(since, said, why);
select is(test.what_if_of('bob', '2026-03-02 00:00+00', '{"energy_refill_seconds": 7200}', null), 'energy 100>86', 'energy: 12 hours as it was, then 48 at half the speed');
select is(test.what_if_of('bob', '2026-03-02 12:00+00', '{"energy_start": 20}', null), '', 'who was there before has started as they have');
select is(test.what_if_of('carol', '2026-03-02 12:00+00', '{"energy_start": 20}', null), 'energy 86>56', 'who came then or since has not');
select is(test.what_if_of('alice', '2026-03-02 00:00+00', '{"freeze_every_days": 2}', null), 'freezes 0>1', 'a run that began before it counts');
select is(test.what_if_of('alice', '2026-03-02 13:00+00', '{"freeze_every_days": 2}', null), '', 'what it would have earned before it is not made good');

-- Rewards.
select is(test.what_if_of('alice', '2026-03-03 12:00+00', '{}', test.proposed('streak_3', '{"conditions": [{"metric": "current_streak", "at_least": 9}], "gives": {"points": 80}}')),
  'lifetime_points 75>25, points 75>25; 1 refused; streak_3 unlocked 1>0 claimed 1>0', 'an unlock of then is decided anew');
select is(test.what_if_of('alice', '2026-03-03 13:00+00', '{}', test.proposed('streak_3', '{"conditions": [{"metric": "current_streak", "at_least": 9}], "gives": {"points": 80}}')),
  'lifetime_points 75>105, points 75>105', 'one before it stays, and its claim gives what is proposed');
select is(test.what_if_of('alice', '2026-03-03 17:00:01+00', '{}', test.proposed('streak_3', '{"conditions": [{"metric": "current_streak", "at_least": 1}], "gives": {"points": 80}}')),
  '', 'what was claimed before it stays claimed, and is not unlocked a second time');
select is(test.what_if_of('alice', '2026-03-03 13:00+00', '{}', test.proposed('streak_3', '{"reward_id": "welcome", "conditions": [], "gives": {"points": 1}, "auto_claim": true}')),
  'lifetime_points 75>76, points 75>76; welcome unlocked 0>1 claimed 0>1', 'a new one unlocks at the next command');
select is(test.what_if_of('bob', '2026-03-03 13:00+00', '{}', test.proposed('streak_3', '{"reward_id": "welcome", "conditions": [], "gives": {"points": 1}, "auto_claim": true}')), '', 'and not without any');

-- Rewards that have become others since: what the proposal does not name stays what it was then.
update app_private.rewards set gives = test.effects('{"points": 1}'), auto_claim = true, saved_at = '2026-03-03 20:00+00' where id = 'streak_3';
select is(test.what_if_of('alice', '2026-03-01', '{"check_in_points": 8}', null), 'lifetime_points 75>84, points 75>84', 'a claim from before the reward was saved gives what it gave');
select is(test.what_if_of('alice', '2026-03-01', '{"freeze_every_days": 1, "late_grace_minutes": 0, "level_thresholds": [0], "level_boosts_basis_points": [0]}', test.proposed('first_check_in', '{"enabled": false}')),
  'freezes 0>2, lifetime_points 75>50, points 75>50; first_check_in unlocked 1>0 claimed 1>0', 'and so it is, whatever else is proposed');
select is(test.what_if_of('alice', '2026-03-01', '{}', test.proposed('streak_3', '{"auto_claim": false}')), 'lifetime_points 75>26, points 75>26', 'but not when it is named');

update app_private.rewards set gives = test.effects('{"points": 99}'), saved_at = '2026-03-03 20:00+00' where id = 'first_check_in';
select is(test.what_if_of('alice', '2026-03-01', '{"check_in_points": 8}', null), 'lifetime_points 75>84, points 75>84', 'one that claimed itself then has claimed itself');
update app_private.rewards set gives = test.effects('{"points": 10}'), saved_at = '-infinity' where id = 'first_check_in';

select test.add_reward('{"id": "new", "gives_points": 3, "auto_claim": true, "saved_at": "2026-03-03 20:00+00"}', '{"check_ins": 2}');
select is(test.what_if_of('alice', '2026-03-01', '{"check_in_points": 8}', null), 'lifetime_points 75>84, points 75>84', 'one that is new unlocks nothing before it was there');
update app_private.rewards set enabled = false where id = 'new';

-- Versions that came since have what is proposed too, and the rest as they had it.
select test.add_rule_version('2026-03-03 00:00+00', '{"check_in_points": 9, "check_in_xp": 20}');
select test.sign_in('dave');
select test.check_in_daily('2026-03-02 12:00+00', 2);
reset role;
select is(row(s.points, s.xp)::text, '(24,30)', 'check-ins of two versions') from test.stored('dave') as s;
select test.set_clock('2026-03-04 00:00+00');
select is(test.what_if_of('dave', '2026-03-01', '{"check_in_points": 8}', null), 'lifetime_points 24>26, points 24>26', 'have 8 each');
