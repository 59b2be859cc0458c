select plan(9);

select is(app_rules.record_difference(c.stored::jsonb, c.expected::jsonb), c.says, c.why)
from (values
  ('{"points": 5, "zone": "UTC"}', '{"points": 5, "zone": "UTC"}', null, 'nothing when nothing does'),
  ('{"points": 5, "zone": "UTC"}', '{"points": 6, "zone": "UTC"}', 'points 5 instead of 6.', 'a number'),
  ('{"zone": "UTC", "points": 5}', '{"points": 6, "zone": "Asia/Tokyo"}', 'points 5 instead of 6, zone UTC instead of Asia/Tokyo.', 'two, by their names'),
  ('{"points": null}', '{"points": 6}', 'points none instead of 6.', 'what is not there'),
  ('{"points": 0}', '{"points": null}', 'points 0 instead of none.', 'what should not be'),
  ('{"items": {"a": 1}}', '{"items": {"a": 2}}', 'items {"a": 1} instead of {"a": 2}.', 'a whole value'),
  ('{"points": 5}', '{}', 'points 5 instead of none.', 'a column that is not known'),
  ('{"points": null}', '{"points": null}', null, 'nothing where nothing should be'),
  ('{"points": 1}', '{"points": "1"}', 'points 1 instead of 1.', 'a number is no text')) as c(stored, expected, says, why);
