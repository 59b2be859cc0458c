select plan(6);
select test.add_reward('{"id": "rested", "gives_points": 3}', '{"energy": 60}');
select test.set_clock('2026-03-01 12:00+00');
select test.sign_in('alice');
select app_public.bootstrap() is null;
select test.set_clock('2026-03-01 23:00+00');
select is((select s.unlocked from app_public.spend_energy(2, gen_random_uuid()) as s), '{}'::app_public.unlocked_reward[], 'of 61 energy 59 are left: it is the energy after the spend that counts');
select is((select s.unlocked from app_public.spend_energy(1, gen_random_uuid()) as s), '{}'::app_public.unlocked_reward[], 'nor 58');
select test.set_clock('2026-03-02 02:00+00');
select is((select array_agg(row(u.reward_id, u.unlocked_at)::text) from app_public.spend_energy(1, gen_random_uuid()) as s, unnest(s.unlocked) as u),
  array[row('rested', '2026-03-02 02:00+00'::timestamptz)::text], 'when 60 are left, since three have refilled, it unlocks');
select is((select s.unlocked from app_public.spend_energy(1, gen_random_uuid()) as s), '{}'::app_public.unlocked_reward[], 'once');
select lives_ok($$select app_public.claim_reward('rested')$$, 'it can be claimed though energy has been spent since');
select is((test.stored('alice')).points, 3::bigint, 'and pays');
