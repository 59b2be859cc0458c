select plan(10);

select is(app_rules.items_delta(c.before::jsonb, c.after::jsonb), c.delta::jsonb, c.why)
from (values
  ('{}', '{}', '{}', 'nothing'),
  ('{"coffee": 1}', '{"coffee": 1}', '{}', 'no change'),
  ('{}', '{"coffee": 1}', '{"coffee": 1}', 'the first one'),
  ('{"coffee": 1}', '{"coffee": 3}', '{"coffee": 2}', 'more'),
  ('{"coffee": 3}', '{"coffee": 1}', '{"coffee": -2}', 'fewer'),
  ('{"coffee": 1}', '{}', '{"coffee": -1}', 'the last one'),
  ('{"coffee": 1, "focus_chip": 1}', '{"coffee": 1, "streak_freeze": 1}', '{"focus_chip": -1, "streak_freeze": 1}', 'one for another; what stays is not named'),
  (null, '{"coffee": 1}', null, 'from an unknown inventory'),
  ('{"coffee": 1}', null, null, 'to an unknown one')) as c(before, after, delta, why);
select is_empty($$
  select * from (values ('{}'::jsonb, '{"coffee": 2}'::jsonb), ('{"coffee": 2}', '{"coffee": 1, "focus_chip": 4}'), ('{"coffee": 1, "focus_chip": 7}', '{"focus_chip": 1}')) as c(inventory, items)
  where app_rules.items_delta(inventory, app_rules.inventory_after_delta(inventory, items)) <> items
$$, 'what a grant changes is what was granted');
