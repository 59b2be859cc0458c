select plan(12);
create function pg_temp.answer()
returns app_public.check_in_result
language sql stable
return current_setting('test.answer')::app_public.check_in_result;

select test.add_reward('{"id": "c_shield", "gives_freezes": 1, "auto_claim": true, "priority": 5}', '{"check_ins": 3}');
select test.add_reward('{"id": "b_shield", "gives_freezes": 1, "auto_claim": true, "priority": 5}', '{"check_ins": 3}');
select test.add_reward('{"id": "a_shield", "gives_freezes": 1, "auto_claim": true, "priority": 6}', '{"check_ins": 3}');
select test.add_reward('{"id": "gift", "gives_points": 3, "auto_claim": true, "priority": 7}', '{"check_ins": 3}');
select test.add_reward('{"id": "mug", "gives_points": 3, "auto_claim": true, "stock": 1, "priority": 8}', '{"check_ins": 3}');
select test.add_reward('{"id": "next", "gives_points": 3, "auto_claim": true, "priority": 9}', '{"lifetime_points": 30}');
select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 2);
select test.set_clock('2026-03-03 12:00+00');
select set_config('test.answer', c::text, false) from app_public.check_in() as c;

select is((select array_agg(u.reward_id) from unnest((pg_temp.answer()).unlocked) as u), '{b_shield,c_shield,a_shield,gift,mug,streak_3}'::text[],
  'everything whose conditions hold is unlocked, in the order of (priority, id), by the state before any of it is claimed');
select is((select array_agg(c.reward_id) from unnest((pg_temp.answer()).claimed) as c), '{b_shield,c_shield,gift,mug}'::text[],
  'and claimed in that order, except for what does not fit: a third freeze');
select is((select array_agg(j.asked ->> 'reward_id' order by j.sequence_number) from app_public.journal_entries as j where j.kind = 'claim' and j.day = '2026-03-03'),
  '{b_shield,c_shield,gift,mug}'::text[], 'each by an entry of its own');
select is((select r.status from app_public.me() as m, app_public.me_rewards(m) as r where r.reward_id = 'a_shield'), 'claimable'::app_public.reward_status,
  'what did not fit stays unlocked');
select throws_ok($$select app_public.claim_reward('a_shield')$$, 'FZ001', null, 'to be claimed by hand when it fits');
select is((select array_agg(u.reward_id) from test.check_in_at('2026-03-04 12:00+00') as c, unnest(c.claimed) as u), '{next}'::text[],
  'what claims make possible is unlocked by the next command, and what did not fit is not tried again');
select is((select row(c.automatic, c.sequence_number = (test.stored('alice')).sequence_number)::text from app_private.reward_claims as c where c.reward_id = 'next'), '(t,t)', 'a claim names its entry');
select is((select row(c.freezes_used, (c.state).streak.freezes)::text from test.check_in_at('2026-03-06 12:00+00') as c), '(1,1)', 'a freeze is used');
select is((select row((c.claim).automatic, c.already_claimed)::text from app_public.claim_reward('a_shield') as c), '(f,f)', 'and now it fits, by hand');

-- The stock of one is gone.
select test.sign_in('bob');
select test.check_in_daily('2026-03-01 12:00+00', 3);
select is((select array_agg(c.reward_id order by c.sequence_number) from app_private.reward_claims as c where c.reward_id <> 'first_check_in'), '{b_shield,c_shield,gift}'::text[],
  'what is out of stock is not claimed, and the check-in goes on');
select is((select r.status from app_public.me() as m, app_public.me_rewards(m) as r where r.reward_id = 'mug'), 'out_of_stock'::app_public.reward_status, 'but is unlocked');
reset role;
select is((select s.remaining from app_private.reward_stock as s where s.reward_id = 'mug'), 0, 'the stock is not below 0');
