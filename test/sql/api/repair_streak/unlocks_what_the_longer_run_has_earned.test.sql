select plan(9);
create function pg_temp.answer()
returns app_public.repair_streak_result
language sql stable
return current_setting('test.answer')::app_public.repair_streak_result;
select test.add_reward('{"id": "purse", "gives_points": 500, "auto_claim": true}', '{"check_ins": 1}');
select test.add_reward('{"id": "four", "gives_points": 7, "auto_claim": true}', '{"current_streak": 4}');
select test.add_reward('{"id": "broke", "gives_energy": 1, "repeats": "day"}', '{"longest_streak": 4}');

-- Two and two are four.
select test.sign_in('alice');
select test.check_in_daily('2026-03-02 12:00+00', 2);
select test.check_in_daily('2026-03-05 12:00+00', 2);
select is((select array_agg(u.reward_id order by u.reward_id) from app_private.reward_unlocks as u), '{first_check_in,purse}'::text[], 'neither run alone has earned anything');
select set_config('test.answer', r::text, false) from app_public.repair_streak('2026-03-04') as r;
select is((select array_agg(u.reward_id || ' ' || u.period_key) from unnest((pg_temp.answer()).unlocked) as u), '{streak_3 once,broke 2026-03-06,four once}'::text[],
  'what the longer run has earned is unlocked, in the period of the repair');
select is((select array_agg(row(c.reward_id, c.automatic, (c.gave).points)::text) from unnest((pg_temp.answer()).claimed) as c), '{"(four,t,7)"}'::text[], 'what claims itself is claimed');
select is((pg_temp.answer()).points, 50::bigint, 'the answer tells the price apart from what was claimed');
select is(((pg_temp.answer()).state).points, 487::bigint, 'and the state is the one after both');
select is((pg_temp.answer()).state::text, (select m.state::text from app_public.me() as m), 'as a read shows it');
select is((select array_agg(row(e.kind, e.points_delta)::text order by e.sequence_number) from app_public.journal_entries as e where e.sequence_number > 7),
  '{"(repair,-50)","(claim,7)"}'::text[], 'the claim has an entry of its own');

-- A run that is over has no current streak to earn anything by; the longest has.
select test.sign_in('bob');
select test.check_in_daily('2026-03-02 12:00+00', 3);
select test.check_in_at('2026-03-06 12:00+00');
select test.set_clock('2026-03-08 12:00+00');
select set_config('test.answer', r::text, false) from app_public.repair_streak('2026-03-05') as r;
select is((select array_agg(u.reward_id) from unnest((pg_temp.answer()).unlocked) as u), '{broke}'::text[], 'a merged run that is over unlocks by the longest streak');
select set_config('test.answer', r::text, false) from app_public.repair_streak('2026-03-07') as r;
select is((select array_agg(u.reward_id) from unnest((pg_temp.answer()).unlocked) as u), '{four}'::text[], 'and by the current one when it is alive again');
