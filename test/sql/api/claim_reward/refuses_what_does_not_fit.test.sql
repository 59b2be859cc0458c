select plan(15);
select test.add_reward('{"id": "shield", "gives_freezes": 1}', '{"check_ins": 1}');
select test.add_reward('{"id": "two_shields", "gives_freezes": 2, "gives_points": 5, "stock": 1}', '{"check_ins": 1}');
select test.add_reward('{"id": "box", "gives_items": {"coffee": 1, "focus_chip": 1}}', '{"check_ins": 1}');
select test.add_reward('{"id": "cup", "gives_items": {"coffee": 3}}', '{"check_ins": 1}');
select test.add_reward('{"id": "freezer", "gives_items": {"streak_freeze": 1}}', '{"check_ins": 1}');
select test.add_rule_version('2026-02-01 00:00+00', '{"inventory_max": 2}');

select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 7);
select set_config('test.stored', test.fingerprint(), false);
select throws_ok($$select app_public.claim_reward('two_shields')$$, 'FZ001', null, 'with one freeze of at most two, two more do not fit');
select is(test.fingerprint(), current_setting('test.stored'), 'nothing is written, and nothing taken from the stock');
select lives_ok($$select app_public.claim_reward('shield')$$, 'one more does');
select is(cardinality((test.stored('alice')).freezes), 2, 'that makes two');
select is((select r.status from app_public.me() as m, app_public.me_rewards(m) as r where r.reward_id = 'two_shields'), 'claimable'::app_public.reward_status,
  'the refused reward can still be claimed');
select test.set_clock('2026-03-10 02:00+00');
select lives_ok($$select app_public.claim_reward('two_shields')$$, 'and is, when freezes have been used: by days that ended, settled by the claim itself');
select is((select row(j.freezes_used, j.freezes_granted, j.freezes)::text from app_public.me() as m, app_public.me_journal(m) as j limit 1),
  '(2,2,"{2026-03-10,2026-03-10}")', 'the entry tells used and granted freezes apart');
select is((select array_agg(d.day order by d.day) from app_private.day_marks as d where d.mark = 'freeze'), '{2026-03-08,2026-03-09}'::date[],
  'the days they were used on are marked');

select test.sign_in('bob');
select test.check_in_at('2026-03-10 12:00+00') is null;
select lives_ok($$select app_public.claim_reward('box')$$, 'two items fit into an inventory of two');
select throws_ok($$select app_public.claim_reward('freezer')$$, 'IN001', null, 'a third one does not');
select lives_ok($$select app_public.claim_reward('cup')$$, 'more of the same do');
select is((test.stored('bob')).inventory, '{"coffee": 4, "focus_chip": 1}'::jsonb, 'and are added to what is held');
select is((select row(j.items_delta, j.inventory)::text from app_public.me() as m, app_public.me_journal(m) as j limit 1),
  row('{"coffee": 3}'::jsonb, '{"coffee": 4, "focus_chip": 1}'::jsonb)::text, 'as the entry says');
select is((select r.status from app_public.me() as m, app_public.me_rewards(m) as r where r.reward_id = 'freezer'), 'claimable'::app_public.reward_status,
  'what did not fit can still be claimed');

-- Energy past the cap is no obstacle: what fits is given.
select test.add_reward('{"id": "energy", "gives_energy": 1000}', '{"check_ins": 1}');
select test.sign_in('carol');
select test.check_in_at('2026-03-10 12:00+00') is null;
select is((select ((c.claim).gave).energy from app_public.claim_reward('energy') as c), 30, 'energy is given up to the maximum, and the answer says how much that was');
