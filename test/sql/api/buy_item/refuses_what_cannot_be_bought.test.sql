select plan(20);
create function pg_temp.key(n int) returns uuid language sql immutable return lpad(n::text, 32, '0')::uuid;
select test.add_user('alice', '2026-03-01 12:00+00', '{}', null, '{"points": 100000, "lifetime_points": 100000}');
insert into app_private.items (id, title, description, price_points, gives, on_sale) values ('old_badge', 'Old badge', 'No more.', 1000000, test.effects('{"xp": 5}'), false);
select test.sign_in('alice');
select set_config('test.stored', test.fingerprint(), false);
select throws_ok(c.command, c.code, null, c.why)
from (values
  ($$select app_public.buy_item('no_such', pg_temp.key(1))$$, 'IT001', 'an item that there is not'),
  ($$select app_public.buy_item('', pg_temp.key(1))$$, 'IT001', 'no name'),
  ($$select app_public.buy_item(null, pg_temp.key(1))$$, 'IT001', 'null'),
  ($$select app_public.buy_item(repeat('x', 100000), pg_temp.key(1))$$, 'IT001', 'a name without end'),
  ($$select app_public.buy_item('Coffee', pg_temp.key(1))$$, 'IT001', 'a title'),
  ($$select app_public.buy_item('no_such', pg_temp.key(1), 0)$$, 'IT001', 'of two mistakes the item is named'),
  ($$select app_public.buy_item('coffee', pg_temp.key(1), 0)$$, 'QT001', 'nothing of it'),
  ($$select app_public.buy_item('coffee', pg_temp.key(1), -1)$$, 'QT001', 'less than nothing, which would make points'),
  ($$select app_public.buy_item('coffee', pg_temp.key(1), 1001)$$, 'QT001', 'one more than can be bought at once'),
  ($$select app_public.buy_item('coffee', pg_temp.key(1), 2147483647)$$, 'QT001', 'as many as can be said'),
  ($$select app_public.buy_item('old_badge', pg_temp.key(1))$$, 'IT002', 'what is not on sale, whatever it costs'),
  ($$select app_public.buy_item('old_badge', pg_temp.key(1), 1001)$$, 'QT001', 'of an item off sale the quantity is named first')) as c(command, code, why);
select is(test.fingerprint(), current_setting('test.stored'), 'nothing is written');
select lives_ok($$select app_public.buy_item('coffee', pg_temp.key(1), 1000)$$, 'a thousand at once can be bought, with the key that was refused');
select is((test.stored('alice')).points, 90000::bigint, 'for their price');
reset role;
update app_private.items set on_sale = true, price_points = 90001 where id = 'old_badge';
select test.sign_in('alice');
select throws_ok($$select app_public.buy_item('old_badge', pg_temp.key(2))$$, 'PT001', null, 'what is on sale again may be too dear');
reset role;
update app_private.items set price_points = 90000 where id = 'old_badge';
select test.sign_in('alice');
select lives_ok($$select app_public.buy_item('old_badge', pg_temp.key(2))$$, 'by one point');
select is((test.stored('alice')).inventory, '{"coffee": 1000, "old_badge": 1}'::jsonb, 'both are held');

select test.sign_in('bob');
select throws_ok($$select app_public.buy_item('no_such', pg_temp.key(2))$$, 'IT001', null, 'an unknown user is told of an unknown item');
select is((test.stored('bob')).user_id, null, 'without being created');
