select plan(18);

create function test.dies_on(changes jsonb, excused text) returns date
language sql
return app_rules.run_dies_on(test.state('{"check_ins": 5, "run_length": 5, "longest_streak": 5, "run_started_on": "2026-03-06",
  "last_marked_day": "2026-03-10", "last_check_in_day": "2026-03-10"}' || changes), excused::datemultirange);

select is(test.dies_on(c.changes, c.excused), c.day, c.why)
from (values
  ('{"freezes": []}'::jsonb, null, '2026-03-11'::date, 'without a freeze the day after the last marked one'),
  ('{"freezes": ["2026-03-10"]}', null, '2026-03-12', 'with one a day later'),
  ('{"freezes": ["2026-03-01", "2026-03-10"]}', null, '2026-03-13', 'with two two days later'),
  ('{"freezes": ["2026-03-11"]}', null, '2026-03-11', 'one granted on that very day does not help'),
  ('{"freezes": ["2026-03-01", "2026-03-11"]}', null, '2026-03-13', 'but may on the day after it'),
  ('{"freezes": ["2026-03-01", "2026-03-12"]}', null, '2026-03-12', 'and may not on its own'),
  ('{"freezes": null}', null, '2026-03-11', 'freezes that nobody knows do not help'),
  ('{"paused_from": "2026-03-11", "paused_until": "2026-04-09"}', null, '2026-04-10', 'with a pause the day after it'),
  ('{"paused_from": "2026-03-12", "paused_until": "2026-04-09"}', null, '2026-03-11', 'unless a day is missed before it'),
  ('{"paused_from": "2026-03-12", "paused_until": "2026-04-09", "freezes": ["2026-03-01"]}', null, '2026-04-10', 'that no freeze covers'),
  ('{"paused_from": "2026-03-11", "paused_until": "2026-04-09", "freezes": ["2026-03-01"]}', null, '2026-04-11', 'freezes come on top'),
  ('{"paused_from": "2026-03-11", "paused_until": "2027-03-11"}', null, '2027-03-12', 'though the pause be of a year'),
  ('{}', '{[2026-03-11,2026-03-13]}', '2026-03-14', 'with an amnesty the day after it'),
  ('{"paused_from": "2026-03-14", "paused_until": "2026-03-15"}', '{[2026-03-11,2026-03-13],[2026-03-16,2026-03-16],[2026-03-18,2026-03-18]}', '2026-03-17', 'all of them together, as far as they go'),
  ('{"zone": "Pacific/Apia", "last_marked_day": "2011-12-29"}', null, '2011-12-31', 'a day without hours is not missed'),
  ('{"run_length": 0, "run_started_on": null, "freezes": ["2026-03-01"]}', '{[2026-03-11,2026-03-13]}', null, 'what has ended does not die again'),
  ('{"check_ins": 0, "run_length": 0, "longest_streak": 0, "run_started_on": null, "last_marked_day": null, "last_check_in_day": null}', null, null, 'nor what never began'),
  ('{"last_marked_day": null, "freezes": ["2026-03-01"]}', null, null, 'without a marked day nothing dies')) as c(changes, excused, day, why);
