select plan(9);
create function pg_temp.answer() returns app_public.command_result language sql stable return current_setting('test.answer')::app_public.command_result;
create function pg_temp.key(n int) returns uuid language sql immutable return lpad(n::text, 32, '0')::uuid;
create function pg_temp.contents(answer app_public.command_result)
returns text
language sql immutable
return row(answer.sequence_number, answer.occurred_at, answer.gave, answer.took, answer.unlocked, answer.claimed)::text;
select test.add_reward('{"id": "grown", "gives_points": 7, "auto_claim": true}', '{"level": 2}');
select test.add_reward('{"id": "full", "gives_points": 1}', '{"energy": 100}');
select test.add_reward('{"id": "learned", "gives_points": 1}', '{"lifetime_xp": 101}');
select test.add_user('alice', '2026-03-01 12:00+00', '{}', null, '{"energy": 94, "xp": 90, "inventory": {"focus_chip": 5}}');
select test.sign_in('alice');
select is((select u.unlocked from app_public.use_item('focus_chip', pg_temp.key(1)) as u), '{}'::app_public.unlocked_reward[], 'with 95 XP and 99 energy nothing holds');
select set_config('test.answer', u::text, false), set_config('test.first', pg_temp.contents(u), false) from app_public.use_item('focus_chip', pg_temp.key(2)) as u;
select is((select array_agg(u.reward_id order by u.reward_id) from unnest((pg_temp.answer()).unlocked) as u), '{full,grown}'::text[], 'with 100 XP the level is reached, and with 100 energy the maximum');
select is((select array_agg(row(c.reward_id, c.automatic, (c.gave).points)::text) from unnest((pg_temp.answer()).claimed) as c), '{"(grown,t,7)"}'::text[], 'the answer says what was claimed automatically');
select is(((pg_temp.answer()).gave)::text, row(0, 1, 5, 0, '{}'::app_public.inventory_item[])::text, 'and apart from it what the item gave');
select is((select row((s.level).number, s.points, (s.energy).value)::text from (select ((pg_temp.answer()).state).*) as s), '(2,7,100)', 'the state has all of it');
select is((select array_agg(j.kind order by j.sequence_number) from app_public.journal_entries as j where j.sequence_number > 2), '{use,use,claim}'::app_public.journal_kind[], 'the claim is an entry of its own');
select is((select pg_temp.contents(u) from app_public.use_item('focus_chip', pg_temp.key(2)) as u), current_setting('test.first'), 'a repeat says the same');
select is((select array_agg(u.reward_id) from app_public.use_item('focus_chip', pg_temp.key(3)) as a, unnest(a.unlocked) as u), '{learned}'::text[], 'the next one unlocks what holds then, and nothing twice');
select is((test.stored('alice')).points, 7::bigint, 'the reward is claimed once');
