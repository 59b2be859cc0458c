select plan(5);

select is(app_rules.earliest_today(test.state(changes)), expected::date, why)
from (values
  ('{"check_ins": 0, "run_length": 0, "last_marked_day": null, "last_check_in_day": null}'::jsonb, null, 'before the first check-in any day'),
  ('{"run_length": 3, "last_marked_day": "2026-03-03", "last_check_in_day": "2026-03-03"}', '2026-03-03', 'the day that was checked in last'),
  ('{"run_length": 3, "last_marked_day": "2026-03-04", "last_check_in_day": "2026-03-03"}', '2026-03-05', 'the day after one that was bridged'),
  ('{"run_length": 0, "last_marked_day": "2026-03-03", "last_check_in_day": "2026-03-03"}', '2026-03-05', 'the day after the one that ended the run'),
  ('{"run_length": 0, "last_marked_day": "2026-03-04", "last_check_in_day": "2026-03-03"}', '2026-03-06', 'which comes after the bridged ones')) as c(changes, expected, why);
