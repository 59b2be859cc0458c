select plan(15);
create function pg_temp.key(n int) returns uuid language sql immutable return lpad(n::text, 32, '0')::uuid;
select test.add_user('alice', '2026-03-01 12:00+00', '{}', null, '{"energy": 99, "inventory": {"coffee": 2, "focus_chip": 1}}');
select test.sign_in('alice');
select test.set_clock('2026-03-01 13:00+00');
select set_config('test.stored', test.fingerprint(), false);
select throws_ok($$select app_public.use_item('coffee', pg_temp.key(1))$$, 'IT004', null, 'at the instant at which energy is full an item that gives nothing else is refused');
select is(test.fingerprint(), current_setting('test.stored'), 'and kept');
select test.set_clock('2026-03-01 12:59:59.999999+00');
select is((select row((u.gave).energy, ((u.state).energy).value, (u.state).inventory)::text from app_public.use_item('coffee', pg_temp.key(1)) as u), row(1, 100, '{"(coffee,1)","(focus_chip,1)"}'::app_public.inventory_item[])::text,
  'a microsecond before one of its 15 energy fits, and it is used');
select throws_ok($$select app_public.use_item('coffee', pg_temp.key(2))$$, 'IT004', null, 'then energy is full');
select is((select row(u.gave, ((u.state).energy).value)::text from app_public.use_item('focus_chip', pg_temp.key(2)) as u), row(row(0, 0, 5, 0, '{}'::app_public.inventory_item[])::app_public.amounts, 100)::text, 'XP always are an effect');
select throws_ok($$select app_public.use_item('coffee', pg_temp.key(2))$$, 'IK001', null, 'the refused one kept no key, so now it is another''s');
select app_public.spend_energy(1, pg_temp.key(3)) is null;
select lives_ok($$select app_public.use_item('coffee', pg_temp.key(4))$$, 'as soon as one is spent it can be used');
select throws_ok($$select app_public.use_item('coffee', pg_temp.key(5))$$, 'IT003', null, 'of what is not held that is named, whatever it would change');

-- Energy may overfill.
reset role;
select test.add_rule_version('2026-04-01 00:00+00', '{"energy_overfill": 20}');
select test.add_user('bob', '2026-04-02 00:00+00', '{}', null, '{"energy": 100, "inventory": {"coffee": 5}}');
select test.sign_in('bob');
select is((select row((u.gave).energy, ((u.state).energy).value)::text from app_public.use_item('coffee', pg_temp.key(1)) as u), '(15,115)', 'full energy is overfilled where rules allow it');
select is((select row((u.gave).energy, ((u.state).energy).value)::text from app_public.use_item('coffee', pg_temp.key(2)) as u), '(5,120)', 'as far as they do');
select throws_ok($$select app_public.use_item('coffee', pg_temp.key(3))$$, 'IT004', null, 'and no further');
reset role;
select test.add_rule_version('2026-04-03 00:00+00', '{"energy_overfill": 0, "energy_max": 60}');
select test.sign_in('bob');
select test.set_clock('2026-04-03 12:00+00');
select throws_ok($$select app_public.use_item('coffee', pg_temp.key(3))$$, 'IT004', null, 'energy above a lower maximum stays, and nothing is added');
select is((test.stored('bob')).inventory, '{"coffee": 3}'::jsonb, 'three are kept');
select app_public.spend_energy(60, pg_temp.key(4)) is null;
select throws_ok($$select app_public.use_item('coffee', pg_temp.key(3))$$, 'IT004', null, 'at that maximum too');
select app_public.spend_energy(1, pg_temp.key(5)) is null;
select is((select (u.gave).energy from app_public.use_item('coffee', pg_temp.key(3)) as u), 1, 'below it one fits');
