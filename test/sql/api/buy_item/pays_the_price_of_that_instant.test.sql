select plan(15);
create function pg_temp.key(n int) returns uuid language sql immutable return lpad(n::text, 32, '0')::uuid;
select test.add_user('alice', '2026-03-01 12:00+00', '{}', null, '{"points": 49, "lifetime_points": 90}');
select test.sign_in('alice');
select test.set_clock('2026-03-01 13:30+00');
select is((select row(b.took, b.gave, b.replayed, b.occurred_at, b.sequence_number, (b.state).points, (b.state).inventory, (b.state).sequence_number)::text from app_public.buy_item('coffee', pg_temp.key(1)) as b),
  row(row(10, 0, 0, 0, '{}'::app_public.inventory_item[])::app_public.amounts, row(0, 0, 0, 0, '{"(coffee,1)"}'::app_public.inventory_item[])::app_public.amounts, false, '2026-03-01 13:30+00'::timestamptz, 3,
    39, '{"(coffee,1)"}'::app_public.inventory_item[], 3)::text, 'without a quantity one is bought, and the answer says what it took and gave');
select is((select row(j.kind, j.day, j.asked, j.terms, j.idempotency_key, j.operator_id, j.reverses)::text from app_public.journal_entries as j where j.sequence_number = 3),
  row('buy'::app_public.journal_kind, '2026-03-01'::date, '{"item_id": "coffee", "quantity": 1}'::jsonb, '{"price_points": 10}'::jsonb, pg_temp.key(1), null::uuid, null::bigint)::text, 'the entry keeps what was asked, the price and the key');
select is((select row(j.points_delta, j.items_delta, j.energy_refilled, j.energy_delta, j.xp_delta, j.freezes_granted, j.inventory)::text from app_public.journal_entries as j where j.sequence_number = 3),
  row(-10, '{"coffee": 1}'::jsonb, 1, 0, 0, 0, '{"coffee": 1}'::jsonb)::text, 'and the deltas');
select is((select row((b.state).points, (b.state).lifetime_points, (b.state).inventory)::text from app_public.buy_item('coffee', pg_temp.key(2), 2) as b), row(19, 90, '{"(coffee,3)"}'::app_public.inventory_item[])::text,
  'two cost twice as much; lifetime points do not change');
select set_config('test.stored', test.fingerprint(), false);
select throws_ok($$select app_public.buy_item('focus_chip', pg_temp.key(3))$$, 'PT001', null, 'one point too few');
select throws_ok($$select app_public.buy_item('coffee', pg_temp.key(3), 2)$$, 'PT001', null, 'two of which one could be paid: all or nothing');
select is(test.fingerprint(), current_setting('test.stored'), 'a refused purchase writes nothing at all');
reset role;
update app_private.items set price_points = 19 where id = 'coffee';
select test.sign_in('alice');
select is((select row((b.took).points, (b.state).points)::text from app_public.buy_item('coffee', pg_temp.key(3)) as b), '(19,0)', 'a new price counts at once, to the last point');
select throws_ok($$select app_public.buy_item('coffee', pg_temp.key(4))$$, 'PT001', null, 'then nothing is left');
select is((select array_agg(j.terms ->> 'price_points' order by j.sequence_number) from app_public.journal_entries as j where j.kind = 'buy'), '{10,10,19}'::text[], 'each entry keeps its price');
select is((select row((b.state).points, b.replayed)::text from app_public.buy_item('coffee', pg_temp.key(3), 1) as b), '(0,t)', 'to say one is to say nothing');
select is((select b.replayed from app_public.buy_item('coffee', pg_temp.key(3), null) as b), true, 'null is no other quantity');

-- The greatest amounts there are.
reset role;
update app_private.items set price_points = 1000000000 where id = 'coffee';
select test.add_user('bob', '2026-03-01 12:00+00', '{}', null, '{"points": 1000000000000, "lifetime_points": 1000000000000}');
select test.sign_in('bob');
select is((select row((b.state).points, (b.state).inventory)::text from app_public.buy_item('coffee', pg_temp.key(1), 1000) as b), row(0, '{"(coffee,1000)"}'::app_public.inventory_item[])::text, 'a thousand at the greatest price');
select throws_ok($$select app_public.buy_item('coffee', pg_temp.key(2), 1000)$$, 'PT001', null, 'and not a second time: the price does not overflow');
select is((select sum(j.points_delta) from app_public.journal_entries as j where j.user_id = test.user_id('bob')), 0::numeric, 'the deltas make the balance');
