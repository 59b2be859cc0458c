select plan(15);
create function pg_temp.key(n int) returns uuid language sql immutable return lpad(n::text, 32, '0')::uuid;
insert into app_private.items (id, title, description, price_points, gives)
select 'item_' || k, 'Item', 'Of a test.', 10, test.effects('{"xp": 1}') from generate_series(1, 6) as k;
select test.add_user('alice', '2026-03-01 12:00+00', '{}', null, '{"points": 20000, "lifetime_points": 20000, "inventory": {"item_1": 1, "item_2": 1, "item_3": 1, "item_4": 1}}');
select test.sign_in('alice');
select lives_ok($$select app_public.buy_item('item_5', pg_temp.key(1))$$, 'the fifth of five distinct items fits');
select set_config('test.stored', test.fingerprint(), false);
select throws_ok($$select app_public.buy_item('item_6', pg_temp.key(2))$$, 'IN001', null, 'the sixth does not');
select is(test.fingerprint(), current_setting('test.stored'), 'and nothing is paid');
select lives_ok($$select app_public.buy_item('item_1', pg_temp.key(3), 1000)$$, 'a thousand more of one that is held do');
select lives_ok($$select app_public.use_item('item_5', pg_temp.key(4))$$, 'when the last one of an item is used');
select lives_ok($$select app_public.buy_item('item_6', pg_temp.key(2))$$, 'there is room for another');
select is((test.stored('alice')).inventory, '{"item_1": 1001, "item_2": 1, "item_3": 1, "item_4": 1, "item_6": 1}'::jsonb, 'five are held');
select is((test.stored('alice')).points, 9980::bigint, 'and each is paid');

-- Points are named before room.
reset role;
select test.add_user('bob', '2026-03-01 12:00+00', '{}', null, '{"points": 9, "lifetime_points": 9, "inventory": {"item_1": 1, "item_2": 1, "item_3": 1, "item_4": 1, "item_5": 1}}');
select test.sign_in('bob');
select throws_ok($$select app_public.buy_item('item_6', pg_temp.key(1))$$, 'PT001', null, 'of two obstacles the points are named');

-- A maximum that is lowered takes nothing away.
reset role;
select test.add_rule_version('2026-03-02 00:00+00', '{"inventory_max": 2}');
select test.sign_in('alice');
select test.set_clock('2026-03-02 00:00+00');
select lives_ok($$select app_public.buy_item('item_2', pg_temp.key(5))$$, 'more of what is held is bought under a lower maximum');
select throws_ok($$select app_public.buy_item('item_5', pg_temp.key(6))$$, 'IN001', null, 'and nothing else');

-- As many as can be counted.
reset role;
select test.add_user('carol', '2026-03-02 12:00+00', '{}', null, '{"points": 100, "lifetime_points": 100, "inventory": {"item_1": 999999998}}');
select test.sign_in('carol');
select throws_ok($$select app_public.buy_item('item_1', pg_temp.key(1), 2)$$, 'IN001', null, 'one more than can be counted');
select lives_ok($$select app_public.buy_item('item_1', pg_temp.key(1))$$, 'as many as can be counted');
select is((select (m.state).inventory from app_public.me() as m), '{"(item_1,999999999)"}'::app_public.inventory_item[], 'they are held');
select throws_ok($$select app_public.buy_item('item_1', pg_temp.key(2))$$, 'IN001', null, 'and no more');
