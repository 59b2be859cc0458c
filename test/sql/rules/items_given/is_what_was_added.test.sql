select plan(6);

select is(app_rules.items_given(c.delta::jsonb), c.expected::jsonb, c.why)
from (values
  ('{}', '{}', 'no change'),
  ('{"a": 1}', '{"a": 1}', 'one item added'),
  ('{"a": -1}', '{}', 'one item taken'),
  ('{"a": 1, "b": -1}', '{"a": 1}', 'one added and one taken'),
  ('{"a": 999999999, "b": 1000}', '{"a": 999999999, "b": 1000}', 'as many as can be counted'),
  (null, null, 'an unknown change')) as c(delta, expected, why);
