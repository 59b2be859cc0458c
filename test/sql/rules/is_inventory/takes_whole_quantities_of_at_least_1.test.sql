select plan(22);

select is(app_rules.is_inventory(c.inventory::jsonb), c.expected, coalesce(c.inventory, 'null'))
from (values
  ('{}', true),
  ('{"coffee": 1}', true),
  ('{"coffee": 1, "focus_chip": 2}', true),
  ('{"coffee": 999999999}', true),
  ('{"coffee": 1000000000}', false),
  ('{"coffee": 0}', false),
  ('{"coffee": -1}', false),
  ('{"coffee": 1.5}', false),
  ('{"coffee": 1.0}', false),
  ('{"coffee": 1e2}', true),
  ('{"coffee": 1e400}', false),
  ('{"coffee": "1"}', false),
  ('{"coffee": null}', false),
  ('{"coffee": true}', false),
  ('{"coffee": [1]}', false),
  ('{"coffee": 1, "focus_chip": 0}', false),
  ('[]', false),
  ('[1]', false),
  ('1', false),
  ('"coffee"', false),
  ('null', false),
  (null, null)) as c(inventory, expected);
