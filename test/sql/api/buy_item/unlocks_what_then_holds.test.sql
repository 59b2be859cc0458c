select plan(8);
create function pg_temp.answer() returns app_public.command_result language sql stable return current_setting('test.answer')::app_public.command_result;
select test.add_reward('{"id": "spender", "gives_xp": 7, "gives_points": 4, "auto_claim": true}', '{"points": 30}');
select test.add_reward('{"id": "hoarder", "gives_xp": 7}', '{"points": 31}');
select test.add_reward('{"id": "proud", "gives_points": 5}', '{"lifetime_points": 50}');
select test.add_user('alice', '2026-03-01 12:00+00', '{}', null, '{"points": 40, "lifetime_points": 50}');
select test.sign_in('alice');
select set_config('test.answer', b::text, false) from app_public.buy_item('coffee', '00000000-0000-0000-0000-000000000001') as b;
select is((select array_agg(u.reward_id order by u.reward_id) from unnest((pg_temp.answer()).unlocked) as u), '{proud,spender}'::text[],
  'what holds after the purchase unlocks: 30 points are left, and lifetime points stay');
select is((select array_agg(row(c.reward_id, c.automatic, c.gave)::text) from unnest((pg_temp.answer()).claimed) as c),
  array[row('spender', true, row(4, 0, 7, 0, '{}'::app_public.inventory_item[])::app_public.amounts)::text], 'the answer says what was claimed automatically, and what it gave');
select is(((pg_temp.answer()).gave)::text, row(0, 0, 0, 0, '{"(coffee,1)"}'::app_public.inventory_item[])::text, 'what it gave is not what the purchase gave');
select is((pg_temp.answer()).took, row(10, 0, 0, 0, '{}'::app_public.inventory_item[])::app_public.amounts, 'nor what it took');
select is(((pg_temp.answer()).state).points, 34::bigint, 'the state has both');
select is((select array_agg(row(j.sequence_number, j.kind, j.points_delta)::text order by j.sequence_number) from app_public.journal_entries as j where j.sequence_number > 2), '{"(3,buy,-10)","(4,claim,4)"}'::text[], 'each is an entry of its own');
select is(row((pg_temp.answer()).sequence_number, ((pg_temp.answer()).state).sequence_number)::text, '(3,4)', 'the answer names the purchase''s, the state the last one');
select is((select array_agg(u.reward_id) from app_public.spend_energy(1, gen_random_uuid()) as s, unnest(s.unlocked) as u), '{hoarder}'::text[], 'what the claim made true unlocks at the next command');
