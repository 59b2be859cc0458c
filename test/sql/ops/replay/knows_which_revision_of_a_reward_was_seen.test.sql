select plan(6);

-- A test user, whose clock is ahead of the operator's.
select test.set_clock('2026-03-01 12:00+00');
select app_private.bootstrap(test.user_id('tess'), 'dev', 'tess', 'UTC', 0, true);
select test.sign_in('tess');
select app_public.check_in();
select app_public.advance_my_clock(idempotency_key => 'c10c0000-0000-4000-8000-000000000001', days => 1);
select app_public.check_in();
select app_public.advance_my_clock(idempotency_key => 'c10c0000-0000-4000-8000-000000000002', days => 1);
select app_public.check_in();
select app_public.claim_reward('streak_3');
select test.set_clock('2026-03-01 13:00+00');
select test.sign_in_operator('olga');
select app_public.save_reward(jsonb_populate_record(r, '{"conditions": [{"metric": "current_streak", "at_least": 4}], "gives": {"points": 500}}')) is not null from app_public.rewards() as r where r.reward_id = 'streak_3';
reset role;

select is((select r.revision from app_private.rewards as r where r.id = 'streak_3'), 2, 'a change is another revision');
select is((select u.reward_revision from app_private.reward_unlocks as u where u.reward_id = 'streak_3'), 1, 'an unlock names the one it saw');
select is((select c.reward_revision from app_private.reward_claims as c where c.reward_id = 'streak_3'), 1, 'so does a claim');
select is_empty('select * from app_private.verify()', 'whatever instant its clock showed, all adds up');
select test.sign_in_operator('olga');
select app_public.save_reward(r) is not null from app_public.rewards() as r where r.reward_id = 'streak_3';
reset role;
select is((select r.revision from app_private.rewards as r where r.id = 'streak_3'), 2, 'saving what is so already is no change');
update app_private.reward_unlocks set reward_revision = 2 where reward_id = 'streak_3';
select is((select array_agg(v.difference) from app_private.verify() as v), '{"The unlock of streak_3 (once) is not as the reward has it: other conditions."}', 'of the present revision it is known what it asked for');
