select plan(18);

select is(app_rules.inventory_holds(c.inventory::jsonb, c.items::jsonb, c.inventory_max), c.expected, c.why)
from (values
  ('{}', '{"a": 1}', 1, true, 'the first item'),
  ('{"a": 1, "b": 1, "c": 1, "d": 1}', '{"e": 1}', 5, true, 'the fifth of five'),
  ('{"a": 1, "b": 1, "c": 1, "d": 1, "e": 1}', '{"f": 1}', 5, false, 'the sixth'),
  ('{"a": 1, "b": 1, "c": 1, "d": 1, "e": 1}', '{"e": 1000}', 5, true, 'more of a held one'),
  ('{"a": 1, "b": 1, "c": 1, "d": 1, "e": 1}', '{"a": 1, "f": 1}', 5, false, 'more of a held one and another'),
  ('{"a": 1, "b": 1, "c": 1}', '{"d": 1, "e": 1}', 5, true, 'two at once that fit'),
  ('{"a": 1, "b": 1, "c": 1, "d": 1}', '{"e": 1, "f": 1}', 5, false, 'two of which one would fit'),
  ('{"a": 1, "b": 1, "c": 1}', '{"b": 1}', 2, true, 'more of a held one under a maximum that was lowered'),
  ('{"a": 1, "b": 1, "c": 1}', '{"d": 1}', 2, false, 'another one is not'),
  ('{"a": 1, "b": 1, "c": 1}', '{}', 2, true, 'nothing always fits'),
  ('{"a": 999999998}', '{"a": 1}', 5, true, 'as many as can be counted'),
  ('{"a": 999999999}', '{"a": 1}', 5, false, 'one more than that'),
  ('{"a": 999999999}', '{"b": 1}', 5, true, 'of another item it is the first'),
  ('{"a": 999999999}', '{"a": 999999999}', 5, false, 'twice as many do not overflow'),
  ('{"b": 1}', '{"a": 999999999, "c": 1}', 3, true, 'as many as can be counted at once'),
  (null, '{"a": 1}', 5, null, 'an unknown inventory is not known to hold anything'),
  ('{}', null, 5, null, 'nor is it known of unknown items'),
  ('{}', '{"a": 1}', null, null, 'nor of an unknown maximum')) as c(inventory, items, inventory_max, expected, why);
