select plan(6);

select is(app_rules.items_taken(c.delta::jsonb), c.expected::jsonb, c.why)
from (values
  ('{}', '{}', 'no change'),
  ('{"a": -1}', '{"a": 1}', 'one item taken'),
  ('{"a": 1}', '{}', 'one item added'),
  ('{"a": 1, "b": -2}', '{"b": 2}', 'one added and two taken'),
  ('{"a": -999999999, "b": -1000}', '{"a": 999999999, "b": 1000}', 'as many as can be counted'),
  (null, null, 'an unknown change')) as c(delta, expected, why);
