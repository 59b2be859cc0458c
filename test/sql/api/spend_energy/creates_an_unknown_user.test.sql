select plan(12);
select test.set_clock('2026-03-01 12:00+00');
select test.sign_in('alice');
select throws_ok('select app_public.spend_energy(51, gen_random_uuid())', 'NR001', null, 'more than a new user has is refused');
select is((test.stored('alice')).user_id, null, 'and nobody is created');
select is((select row(s.sequence_number, ((s.state).energy).value, (s.state).zone)::text from app_public.spend_energy(50, gen_random_uuid()) as s), row(2, 0, 'UTC')::text,
  'a spend needs no bootstrap: all of the starting energy');
select is((select array_agg(j.kind order by j.sequence_number) from app_public.journal_entries as j), '{bootstrap,spend}'::app_public.journal_kind[], 'the starting state is an entry of its own, before the spend');
select is((test.stored('alice')).last_day, '2026-03-01'::date, 'the spend sets the last day');

select set_config('app.zone', 'Pacific/Kiritimati', false);
select test.sign_in('bob');
select throws_ok($$select app_public.buy_item('coffee', gen_random_uuid())$$, 'PT001', null, 'a new user has no points');
select throws_ok($$select app_public.use_item('coffee', gen_random_uuid())$$, 'IT003', null, 'and no items');
select is((test.stored('bob')).user_id, null, 'and is not created by what is refused');
select is((select row((s.state).zone, (s.state).today)::text from app_public.spend_energy(1, gen_random_uuid()) as s), row('Pacific/Kiritimati', '2026-03-02'::date)::text, 'the token''s zone decides the first day');

-- Where a new user has something.
reset role;
select test.add_reward('{"id": "welcome", "gives_points": 10, "auto_claim": true}', '{"energy": 1}');
select test.add_rule_version('2026-03-02 00:00+00', '{"energy_start": 100}');
select test.set_clock('2026-03-02 12:00+00');
select test.sign_in('carol');
select is((select row(s.sequence_number, (s.state).points, (s.state).sequence_number, ((s.state).energy).next_at)::text from app_public.spend_energy(99, gen_random_uuid()) as s),
  row(2, 10, 3, '2026-03-02 13:00+00'::timestamptz)::text, 'their first command unlocks and claims');
select is((select (b.state).points from app_public.buy_item('coffee', gen_random_uuid()) as b), 0::bigint, 'what can be spent at once');
select is((select (u.state).inventory from app_public.use_item('coffee', gen_random_uuid()) as u), '{}'::app_public.inventory_item[], 'and used');
