select plan(8);

select is(app_rules.inventory_after_grant(c.inventory::jsonb, c.items::jsonb), c.expected::jsonb, c.why)
from (values
  ('{}', '{}', '{}', 'nothing to nothing'),
  ('{}', '{"coffee": 1}', '{"coffee": 1}', 'the first'),
  ('{"coffee": 1}', '{}', '{"coffee": 1}', 'nothing to something'),
  ('{"coffee": 1}', '{"coffee": 2}', '{"coffee": 3}', 'more of the same'),
  ('{"coffee": 1}', '{"focus_chip": 2}', '{"coffee": 1, "focus_chip": 2}', 'another one'),
  ('{"coffee": 1, "focus_chip": 1}', '{"coffee": 1, "streak_freeze": 1}', '{"coffee": 2, "focus_chip": 1, "streak_freeze": 1}', 'some of each'),
  (null, '{"coffee": 1}', null, 'to an unknown inventory'),
  ('{"coffee": 1}', null, null, 'unknown items')) as c(inventory, items, expected, why);
