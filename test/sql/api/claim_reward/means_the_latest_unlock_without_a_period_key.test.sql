select plan(10);
select test.sign_in('alice');
-- 2026-03-02 is a Monday: the streak of 5 is reached in week 10, and there again in week 11.
select test.check_in_daily('2026-03-02 12:00+00', 8);
select is((select array_agg(u.period_key order by u.period_key) from app_private.reward_unlocks as u where u.reward_id = 'weekly_five'),
  '{2026-W10,2026-W11}'::text[], 'a weekly reward is unlocked in each week');
select is((select (c.claim).period_key from app_public.claim_reward('weekly_five') as c), '2026-W11', 'without a period key the latest unlock is claimed');
select is((select row((c.claim).period_key, c.already_claimed)::text from app_public.claim_reward('weekly_five') as c), '(2026-W11,t)', 'and the latest again by a repeat');
select is((select array_agg(u.period_key) from app_public.me() as m, app_public.me_rewards(m) as r, unnest(r.unclaimed) as u where r.reward_id = 'weekly_five'),
  '{2026-W10}'::text[], 'the earlier one is listed as unclaimed');
select is((select row((c.claim).period_key, c.already_claimed)::text from app_public.claim_reward('weekly_five', '2026-W10') as c), '(2026-W10,f)', 'and is claimed by its period key');
select is((test.stored('alice')).points, (8 * 5 + 10 + 2 * 25)::bigint, 'each has paid once');
select is((select cardinality(r.unclaimed) from app_public.me() as m, app_public.me_rewards(m) as r where r.reward_id = 'weekly_five'), 0, 'nothing is left unclaimed');
select throws_ok($$select app_public.claim_reward('weekly_five', '2026-W12')$$, 'RW002', null, 'a week to come is not unlocked');
select test.check_in_daily('2026-03-10 12:00+00', 6);
select is((select (c.claim).period_key || c.already_claimed from app_public.claim_reward('weekly_five') as c), '2026-W11true', 'on Sunday it is still the week');
select test.check_in_at('2026-03-16 12:00+00') is null;
select is((select (c.claim).period_key || c.already_claimed from app_public.claim_reward('weekly_five') as c), '2026-W12false', 'on Monday it is the next one');
