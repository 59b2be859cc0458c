select plan(8);
select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 3);
select test.set_clock('2026-03-20 12:00+00');
select is((select (m.state).streak.status from app_public.me() as m), 'broken'::app_public.streak_status, 'the streak is lost');
select is((select r.status from app_public.me() as m, app_public.me_rewards(m) as r where r.reward_id = 'streak_3'), 'claimable'::app_public.reward_status, 'the reward that it unlocked is not');
reset role;
update app_private.rewards set enabled = false where id = 'streak_3';
update app_private.reward_conditions set at_least = 1000 where reward_id = 'streak_3';
select test.add_rule_version('2026-03-20 13:00+00', '{"check_in_points": 500}');
select test.set_clock('2026-03-20 14:00+00');
select test.sign_in('alice');
select is((select r.status from app_public.me() as m, app_public.me_rewards(m) as r where r.reward_id = 'streak_3'), 'claimable'::app_public.reward_status,
  'neither by disabling it nor by other conditions or rules');
select lives_ok($$select app_public.claim_reward('streak_3')$$, 'and it is claimed');
select is((select row(u.rule_version_id, u.unlocked_at)::text from app_private.reward_unlocks as u where u.reward_id = 'streak_3'),
  row(1, '2026-03-03 12:00+00'::timestamptz)::text, 'the unlock names the time and the rules that it happened under');
select is((select row(c.rule_version_id, c.claimed_at, c.automatic)::text from app_private.reward_claims as c where c.reward_id = 'streak_3'),
  row(2, '2026-03-20 14:00+00'::timestamptz, false)::text, 'the claim its own');
reset role;
update app_private.reward_conditions set at_least = 3 where reward_id = 'streak_3';
select test.sign_in('bob');
select test.check_in_daily('2026-03-21 12:00+00', 3);
select is((select count(*) from app_private.reward_unlocks as u where u.reward_id = 'streak_3'), 0::bigint, 'a disabled reward is unlocked no more');
select is((select count(*) from app_public.me() as m, app_public.me_rewards(m) as r where r.reward_id = 'streak_3'), 0::bigint, 'nor shown to who has not unlocked it');
