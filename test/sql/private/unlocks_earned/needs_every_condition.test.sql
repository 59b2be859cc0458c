select plan(10);
select test.add_reward(jsonb_build_object('id', 'm_' || m.id, 'gives_xp', 1), jsonb_build_object(m.id, m.at_least))
from (values ('current_streak', 3), ('longest_streak', 3), ('check_ins', 4), ('level', 2), ('lifetime_xp', 30), ('lifetime_points', 25), ('points', 30), ('energy', 99)) as m(id, at_least);
select test.add_reward('{"id": "all", "gives_xp": 1}', '{"current_streak": 2, "check_ins": 4, "energy": 100}');
create function pg_temp.unlocked_at(at timestamptz)
returns text
language sql volatile
return (select string_agg(u.reward_id, ' ' order by u.reward_id) from test.check_in_at(unlocked_at.at) as c, unnest(c.unlocked) as u
  where u.reward_id like 'm\_%' or u.reward_id = 'all');

select test.sign_in('alice');
select is(pg_temp.unlocked_at('2026-03-01 12:00+00'), null, 'streak 1, 70 energy, 5 points before those of the first reward: nothing');
select is(pg_temp.unlocked_at('2026-03-02 20:30+00'), 'm_energy', 'streak 2, 100 energy, 20 points: the energy after the check-in counts');
select is(pg_temp.unlocked_at('2026-03-03 12:00+00'), 'm_current_streak m_lifetime_points m_lifetime_xp m_longest_streak',
  'streak 3, 30 XP, 25 points: each metric at its threshold, and none below');
select is(pg_temp.unlocked_at('2026-03-05 12:00+00'), 'm_check_ins m_points', 'streak 1 of 4 check-ins, 100 energy: two of three conditions are not all');
select is(pg_temp.unlocked_at('2026-03-06 12:00+00'), 'all', 'streak 2: now they are');
select is((select string_agg(u.reward_id, ' ') from app_private.reward_unlocks as u where u.reward_id = 'm_level'), null, '50 XP are not level 2');
select test.check_in_daily('2026-03-07 12:00+00', 4);
select is((select count(*) from app_private.reward_unlocks as u where u.reward_id = 'm_level'), 0::bigint, 'nor are 90');
select is(pg_temp.unlocked_at('2026-03-11 12:00+00'), 'm_level', '100 are');

-- A deadline far away is no obstacle to anybody's commands.
select test.add_reward('{"id": "patient", "gives_xp": 1, "claim_within_hours": 1000000}', '{"check_ins": 1}');
select lives_ok($$select test.check_in_at('2026-03-12 12:00+00')$$, 'a time to claim of a century is taken');
select is((select u.claimable_until from app_private.reward_unlocks as u where u.reward_id = 'patient'), '2026-03-12 12:00+00'::timestamptz + interval '1000000 hours', 'and kept');
