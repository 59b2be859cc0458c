select plan(13);
create function pg_temp.answer()
returns app_public.check_in_result
language sql stable
return current_setting('test.answer')::app_public.check_in_result;

select test.add_reward('{"id": "cup", "title": "A cup", "gives_items": {"coffee": 2}, "gives_energy": 4, "auto_claim": true,
  "priority": 5, "claim_within_hours": 24}', '{"check_ins": 1, "current_streak": 1}');
select test.add_reward('{"id": "by_hand", "gives_points": 1}', '{"current_streak": 1}');
select test.sign_in('alice');
select test.set_clock('2026-03-01 12:00+00');
select set_config('test.answer', c::text, false) from app_public.check_in() as c;

select is((select array_agg(u.reward_id) from unnest((pg_temp.answer()).unlocked) as u), '{cup,first_check_in,by_hand}'::text[],
  'what was unlocked, in the order of (priority, id)');
select is((select row(u.title, u.period_key, u.unlocked_at, u.claimable_until)::text
    from unnest((pg_temp.answer()).unlocked) as u where u.reward_id = 'cup'),
  row('A cup', 'once', '2026-03-01 12:00+00'::timestamptz, '2026-03-02 12:00+00'::timestamptz)::text, 'each with its period, time and deadline');
select is((select array_agg(c.reward_id || c.automatic) from unnest((pg_temp.answer()).claimed) as c),
  '{cuptrue,first_check_intrue}'::text[], 'what was claimed automatically, in that order');
select is((select c.gave::text from unnest((pg_temp.answer()).claimed) as c where c.reward_id = 'cup'),
  row(0, 4, 0, 0, array[row('coffee', 2)::app_public.inventory_item])::text, 'and what each claim gave');
select is((pg_temp.answer()).gave::text, row(5, 20, 10, 0, '{}'::app_public.inventory_item[])::text, 'what the check-in itself gave');
select is(((pg_temp.answer()).state).energy.value, 74, 'the state is the one after all of it: energy');
select is(((pg_temp.answer()).state).points, 15::bigint, 'points');
select is(((pg_temp.answer()).state).inventory::text, (array[row('coffee', 2)::app_public.inventory_item])::text, 'inventory');
select is(((pg_temp.answer()).state).sequence_number, 4::bigint, 'and the number of the last entry');
select is((pg_temp.answer()).state::text, (select m.state::text from app_public.me() as m), 'a read at the same instant shows the same state');
select is((select count(*) from app_private.reward_unlocks), 3::bigint, 'every unlock is stored');
select is((select count(*) from app_private.reward_claims), 2::bigint, 'every claim too');
select is((select array_agg(j.kind order by j.sequence_number) from app_public.journal_entries as j),
  '{bootstrap,check_in,claim,claim}'::app_public.journal_kind[], 'the check-in and each claim have entries of their own');
