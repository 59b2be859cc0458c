select plan(16);

select is(app_rules.are_item_quantities(c.items::app_public.inventory_item[], 1000), c.expected, c.why)
from (values
  ('{}', true, 'no item at all'),
  ('{"(coffee,1)"}', true, 'the least quantity'),
  ('{"(coffee,1000)"}', true, 'the greatest quantity'),
  ('{"(coffee,0)"}', false, 'none of an item'),
  ('{"(coffee,-1)"}', false, 'less than none'),
  ('{"(coffee,1001)"}', false, 'one more than the greatest quantity'),
  ('{"(coffee,1)","(focus_chip,1000)"}', true, 'two items'),
  ('{"(coffee,1)","(coffee,2)"}', false, 'an item named twice'),
  ('{"(coffee,1)","(focus_chip,0)"}', false, 'two items of which one is none'),
  ('{"(coffee,)"}', false, 'an item without a quantity'),
  ('{"(,1)"}', false, 'a quantity without an item'),
  ('{NULL}', false, 'an item that is null'),
  ('{"(Coffee,1)"}', false, 'what is no item id'),
  (null, null, 'no list is not known')) as c(items, expected, why);
select is(app_rules.are_item_quantities(array[row(repeat('x', 63), 1)]::app_public.inventory_item[], 1), true, 'the longest item id, and another limit');
select is(app_rules.are_item_quantities(array[row(repeat('x', 64), 1)]::app_public.inventory_item[], 1), false, 'an item id one longer');
