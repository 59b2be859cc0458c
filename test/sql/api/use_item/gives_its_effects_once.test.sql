select plan(17);
create function pg_temp.key(n int) returns uuid language sql immutable return lpad(n::text, 32, '0')::uuid;
create function pg_temp.contents(answer app_public.command_result)
returns text
language sql immutable
return row(answer.sequence_number, answer.occurred_at, answer.gave, answer.took, answer.unlocked, answer.claimed)::text;
select test.add_user('alice', '2026-03-01 12:00+00', '{}', null, '{"energy": 60, "inventory": {"coffee": 2, "focus_chip": 1}}');
select test.sign_in('alice');
select test.set_clock('2026-03-01 13:30+00');
select is((select row(u.took, u.gave, u.replayed, u.occurred_at, u.sequence_number, ((u.state).energy).value, ((u.state).energy).next_at, (u.state).inventory, (u.state).sequence_number)::text from app_public.use_item('coffee', pg_temp.key(1)) as u),
  row(row(0, 0, 0, 0, '{"(coffee,1)"}'::app_public.inventory_item[])::app_public.amounts, row(0, 15, 0, 0, '{}'::app_public.inventory_item[])::app_public.amounts, false, '2026-03-01 13:30+00'::timestamptz, 3,
    76, '2026-03-01 14:00+00'::timestamptz, '{"(coffee,1)","(focus_chip,1)"}'::app_public.inventory_item[], 3)::text, 'one is taken and gives its energy; what is left of an interval is kept');
select is((select row(j.kind, j.day, j.asked, j.terms, j.idempotency_key, j.operator_id, j.reverses)::text from app_public.journal_entries as j where j.sequence_number = 3),
  row('use'::app_public.journal_kind, '2026-03-01'::date, '{"item_id": "coffee"}'::jsonb, '{"gives": {"energy": 15}}'::jsonb, pg_temp.key(1), null::uuid, null::bigint)::text,
  'the entry keeps what was asked, what it gives and the key');
select is((select row(j.energy_refilled, j.energy_delta, j.items_delta, j.points_delta, j.xp_delta, j.freezes_granted)::text from app_public.journal_entries as j where j.sequence_number = 3),
  row(1, 15, '{"coffee": -1}'::jsonb, 0, 0, 0)::text, 'and the deltas, without what had refilled');
select set_config('test.first', pg_temp.contents(u), false), set_config('test.state', u.state::text, false), set_config('test.stored', test.fingerprint(), false) from app_public.use_item('coffee', pg_temp.key(1)) as u;
select is((select row(u.replayed, u.sequence_number, (u.state).inventory)::text from app_public.use_item('coffee', pg_temp.key(1)) as u), row(true, 3, '{"(coffee,1)","(focus_chip,1)"}'::app_public.inventory_item[])::text, 'a repeat takes no second one');
select is(test.fingerprint(), current_setting('test.stored'), 'and changes nothing');
select is((select row(u.gave, ((u.state).energy).value, (u.state).inventory)::text from app_public.use_item('focus_chip', pg_temp.key(2)) as u),
  row(row(0, 5, 5, 0, '{}'::app_public.inventory_item[])::app_public.amounts, 81, '{"(coffee,1)"}'::app_public.inventory_item[])::text, 'the last one of an item goes out of the inventory');
select throws_ok($$select app_public.use_item('focus_chip', pg_temp.key(3))$$, 'IT003', null, 'then none is left');
select is((select row(u.replayed, (u.gave).xp)::text from app_public.use_item('focus_chip', pg_temp.key(2)) as u), '(t,5)', 'but the repeat is answered');

-- What has become of the item since does not matter.
reset role;
update app_private.items set gives.energy = 30, on_sale = false, price_points = 99 where id = 'coffee';
select test.sign_in('alice');
select set_config('test.stored', test.fingerprint(), false);
select test.set_clock('2026-03-11 13:30+00');
select is((select pg_temp.contents(u) from app_public.use_item('coffee', pg_temp.key(1)) as u), current_setting('test.first'), 'days later, when the item gives more and is off sale, the answer is the same');
select is((select row(((u.state).energy).value, (u.state).as_of)::text from app_public.use_item('coffee', pg_temp.key(1)) as u), row(100, '2026-03-11 13:30+00'::timestamptz)::text, 'with the state as it is then');
select is(test.fingerprint(), current_setting('test.stored'), 'nothing is written');
select app_public.spend_energy(50, pg_temp.key(4)) is null;
select is((select row((u.gave).energy, u.replayed)::text from app_public.use_item('coffee', pg_temp.key(5)) as u), '(30,f)', 'an item off sale is used for what it gives now');
select is((select array_agg(j.terms -> 'gives' ->> 'energy' order by j.sequence_number) from app_public.journal_entries as j where j.kind = 'use'), '{15,5,30}'::text[], 'each entry keeps what its item gave');

-- Points of an item are received.
reset role;
insert into app_private.items (id, title, description, price_points, gives) values ('purse', 'Purse', 'Some points.', 10, test.effects('{"points": 9}'));
select test.add_user('bob', '2026-03-11 12:00+00', '{}', null, '{"points": 1, "lifetime_points": 20, "level": 5, "inventory": {"purse": 1}}');
select test.sign_in('bob');
select is((select row((u.gave).points, (u.state).points, (u.state).lifetime_points)::text from app_public.use_item('purse', pg_temp.key(1)) as u), '(9,10,29)', 'points are received, without the boost of a level');
select throws_ok($$select app_public.use_item('no_such', pg_temp.key(2))$$, 'IT001', null, 'an item that there is not');
select throws_ok($$select app_public.use_item(null, pg_temp.key(2))$$, 'IT001', null, 'null');
select throws_ok($$select app_public.use_item(repeat('x', 100000), pg_temp.key(2))$$, 'IT001', null, 'a name without end');
