select plan(24);

select is(app_rules.reversal_obstacle(
  test.state('{"points": 10, "lifetime_points": 50, "energy": 3, "freezes": ["2026-03-02"], "inventory": {"a": 2, "b": 1}}' || c.state::jsonb), test.rules('{"inventory_max": 3}'),
  jsonb_populate_record(null::app_public.journal_entries, '{"day": "2026-03-02", "points_delta": 0, "energy_delta": 0, "xp_delta": 0, "freezes_granted": 0, "items_delta": {}}' || c.entry::jsonb)), c.expected, c.why)
from (values
  ('{}', '{}', null, 'nothing is in the way of nothing'),
  ('{}', '{"points_delta": 10}', null, 'as many points as are left'),
  ('{}', '{"points_delta": 11}', 'PT001', 'one more than are left'),
  ('{}', '{"points_delta": -1000}', null, 'points that come back'),
  ('{}', '{"energy_delta": 90}', null, 'energy that is no longer there'),
  ('{}', '{"energy_delta": -1000000}', null, 'energy that comes back and does not fit'),
  ('{}', '{"xp_delta": 1000000}', null, 'XP stay'),
  ('{}', '{"freezes_granted": 1}', null, 'a freeze of the day that is held'),
  ('{}', '{"freezes_granted": 2}', 'FZ002', 'two of which one is held'),
  ('{}', '{"freezes_granted": 1, "day": "2026-03-01"}', 'FZ002', 'a freeze of another day is another freeze'),
  ('{"freezes": []}', '{"freezes_granted": 1}', 'FZ002', 'a freeze that was used'),
  ('{}', '{"items_delta": {"a": 2}}', null, 'as many items as are held'),
  ('{}', '{"items_delta": {"a": 3}}', 'IT003', 'one more than are held'),
  ('{}', '{"items_delta": {"c": 1}}', 'IT003', 'an item that is not held'),
  ('{}', '{"items_delta": {"a": 1, "b": 2}}', 'IT003', 'two items of which one is held'),
  ('{}', '{"items_delta": {"c": -1}}', null, 'an item that comes back and fits'),
  ('{"inventory": {"a": 1, "b": 1, "d": 1}}', '{"items_delta": {"c": -1}}', 'IN001', 'an item that comes back and does not fit'),
  ('{"inventory": {"a": 1, "b": 1, "d": 1}}', '{"items_delta": {"d": -1}}', null, 'more of an item that is held'),
  ('{"inventory": {"a": 999999998}}', '{"items_delta": {"a": -1}}', null, 'as many as can be counted'),
  ('{"inventory": {"a": 999999999}}', '{"items_delta": {"a": -1}}', 'IN001', 'one more than can be counted'),
  ('{"points": 0, "freezes": [], "inventory": {}}', '{"points_delta": 1, "freezes_granted": 1, "items_delta": {"a": 1}}', 'PT001', 'of all obstacles the points are named'),
  ('{"freezes": [], "inventory": {}}', '{"points_delta": 1, "freezes_granted": 1, "items_delta": {"a": 1}}', 'FZ002', 'then the freeze')) as c(state, entry, expected, why);
select ok(e.sqlstate is not null, format('%s is in the catalogue of errors', c.code))
from unnest(array['FZ002', 'IT003']) as c(code) left join app_private.error_codes as e on e.sqlstate = c.code;
