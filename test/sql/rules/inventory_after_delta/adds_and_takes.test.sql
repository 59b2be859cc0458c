select plan(12);

select is(app_rules.inventory_after_delta(c.inventory::jsonb, c.delta::jsonb), c.expected::jsonb, c.why)
from (values
  ('{}', '{}', '{}', 'nothing to nothing'),
  ('{}', '{"coffee": 1}', '{"coffee": 1}', 'the first'),
  ('{"coffee": 1}', '{}', '{"coffee": 1}', 'nothing to something'),
  ('{"coffee": 1}', '{"coffee": 2}', '{"coffee": 3}', 'more of the same'),
  ('{"coffee": 1}', '{"focus_chip": 2}', '{"coffee": 1, "focus_chip": 2}', 'another one'),
  ('{"coffee": 1, "focus_chip": 1}', '{"coffee": 1, "streak_freeze": 1}', '{"coffee": 2, "focus_chip": 1, "streak_freeze": 1}', 'some of each'),
  ('{"coffee": 2}', '{"coffee": -1}', '{"coffee": 1}', 'one of two taken'),
  ('{"coffee": 1}', '{"coffee": -1}', '{}', 'the last one taken'),
  ('{"coffee": 1}', '{"coffee": -1, "tea": 1}', '{"tea": 1}', 'one taken, another added'),
  (null, '{"coffee": 1}', null, 'to an unknown inventory'),
  ('{"coffee": 1}', null, null, 'unknown items')) as c(inventory, delta, expected, why);
select is(app_rules.is_inventory(app_rules.inventory_after_delta('{"coffee": 1}', '{"coffee": -2}')), false, 'more than there is leaves what is no inventory');
