select plan(18);

select is(app_rules.effects_obstacle(test.state(jsonb_build_object('freezes', to_jsonb(c.freezes::date[]), 'inventory', c.inventory::jsonb)), test.rules('{"inventory_max": 2}'), test.effects(jsonb_build_object('freezes', c.gives_freezes, 'items', c.gives_items::jsonb))), c.obstacle, c.why)
from (values
  ('{}', '{}', 0, '{}', null, 'nothing always fits'),
  ('{}', '{}', 1, '{}', null, 'the first freeze'),
  ('{2026-03-01}', '{}', 1, '{}', null, 'the last freeze that fits'),
  ('{2026-03-01,2026-03-02}', '{}', 1, '{}', 'FZ001', 'one freeze too many'),
  ('{}', '{}', 2, '{}', null, 'two at once that fit'),
  ('{2026-03-01}', '{}', 2, '{}', 'FZ001', 'two of which one would fit'),
  ('{}', '{}', 3, '{}', 'FZ001', 'more than the maximum at once'),
  ('{2026-03-01,2026-03-02,2026-03-03}', '{}', 0, '{}', null, 'who holds more than the maximum can have other things'),
  ('{}', '{"a": 1}', 0, '{"b": 1}', null, 'the last item that fits'),
  ('{}', '{"a": 1, "b": 1}', 0, '{"c": 1}', 'IN001', 'one item too many'),
  ('{}', '{"a": 1, "b": 1}', 0, '{"b": 5}', null, 'more of an item that is held'),
  ('{}', '{"a": 999999998}', 0, '{"a": 1}', null, 'as many of an item as can be counted'),
  ('{}', '{"a": 999999999}', 0, '{"a": 1}', 'IN001', 'one more than that'),
  ('{}', '{"a": 1}', 0, '{"b": 1, "c": 1}', 'IN001', 'two of which one would fit'),
  ('{}', '{"a": 1, "b": 1, "c": 1}', 0, '{}', null, 'who holds more than the maximum can have things that are no items'),
  ('{2026-03-01,2026-03-02}', '{"a": 1, "b": 1}', 1, '{"c": 1}', 'FZ001', 'of two obstacles the freezes are named')) as c(freezes, inventory, gives_freezes, gives_items, obstacle, why);
select ok(app_private.error_codes.sqlstate is not null, format('%s is in the catalogue of errors', c.code))
from unnest(array['FZ001', 'IN001']) as c(code) left join app_private.error_codes on sqlstate = c.code;
