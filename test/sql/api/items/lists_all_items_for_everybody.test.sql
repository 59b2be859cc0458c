select plan(5);
insert into app_private.items (id, title, description, price_points, gives, on_sale) values
  ('zz', 'Z', '', 10, test.effects('{"xp": 1}'), false), ('aa', 'A', '', 10, test.effects('{"energy": 1}'), true);
select test.sign_in('alice');
select set_config('test.items', (select string_agg(i::text, ' ') from app_public.items() as i), false);
select is((select array_agg(i.item_id || i.price_points || i.on_sale) from app_public.items() as i),
  '{aa10true,coffee10true,zz10false,focus_chip20true,streak_freeze200true}'::text[], 'the cheapest first, then by id, off sale too');
select is((select i::text from app_public.items() as i where i.item_id = 'coffee'),
  row('coffee', 'Coffee', 'A cup of energy.', 10, row(0, 15, 0, 0, '{}'::app_public.inventory_item[], false)::app_public.effects, true)::text, 'as operators configure them');
select test.sign_in(null);
select is((select string_agg(i::text, ' ') from app_public.items() as i), current_setting('test.items'), 'the same for who is signed out');
select test.sign_in_operator('olga');
select is((select string_agg(i::text, ' ') from app_public.items() as i), current_setting('test.items'), 'and for operators');
select is((select count(*) from app_private.users), 0::bigint, 'and nobody is created by it');
