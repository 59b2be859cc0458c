select plan(6);

select is(app_rules.item_quantities(c.items::app_public.inventory_item[]), c.expected::jsonb, c.why)
from (values
  ('{}', '{}', 'an empty list is an empty object'),
  ('{"(coffee,2)"}', '{"coffee": 2}', 'an item'),
  ('{"(focus_chip,1000)","(coffee,1)"}', '{"coffee": 1, "focus_chip": 1000}', 'two, in whatever order'),
  (null, null, 'no list is no object')) as c(items, expected, why);
select is(app_rules.item_quantities(app_rules.inventory_items('{"coffee": 2, "focus_chip": 999999999}')), '{"coffee": 2, "focus_chip": 999999999}'::jsonb, 'an inventory listed and taken back is the same');
select is(app_rules.is_inventory(app_rules.item_quantities('{"(coffee,1)"}')), true, 'and is an inventory');
