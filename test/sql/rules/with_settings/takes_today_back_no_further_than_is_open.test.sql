select plan(10);

-- It is 2026-03-10 01:00 in UTC, and a run is alive: the same day in Tokyo, the 9th in New York, the 8th nowhere.
create function test.after(changes jsonb, last_day date, zone text, day_start_hour int) returns app_private.user_states language sql
return app_rules.with_settings(test.state('{"last_occurred_at": "2026-03-10 01:00+00", "run_length": 3, "check_ins": 3, "last_marked_day": "2026-03-08", "last_check_in_day": "2026-03-08", "last_day": "2026-03-10"}' || changes),
  last_day, zone, day_start_hour);

select is((test.after(c.changes::jsonb, c.last_day::date, c.zone, c.hour)).last_day, c.day::date, c.why)
from (values
  ('{}', '2026-03-08', 'Asia/Tokyo', 0, '2026-03-10', 'to the east: the same date'),
  ('{}', '2026-03-08', 'Pacific/Kiritimati', 0, '2026-03-10', 'or a later one, when it has come'),
  ('{}', '2026-03-08', 'America/New_York', 0, '2026-03-09', 'to the west it is yesterday again'),
  ('{}', '2026-03-10', 'America/New_York', 0, '2026-03-10', 'but no earlier than the last command''s day'),
  ('{"last_marked_day": "2026-03-09", "last_check_in_day": "2026-03-09"}', '2026-03-08', 'America/New_York', 0, '2026-03-09', 'nor than the last check-in'),
  ('{"last_marked_day": "2026-03-09"}', '2026-03-08', 'America/New_York', 0, '2026-03-10', 'nor a day that was bridged'),
  ('{"run_length": 0}', '2026-03-08', 'America/New_York', 0, '2026-03-10', 'nor the one that ended the run'),
  ('{}', '2026-03-08', 'UTC', 6, '2026-03-09', 'a later day start does the same'),
  ('{"check_ins": 0, "run_length": 0, "last_marked_day": null, "last_check_in_day": null}', null, 'America/New_York', 4, '2026-03-09', 'who has done nothing yet is where they are')) as c(changes, last_day, zone, hour, day, why);
select is(to_jsonb(s) - '{last_day}'::text[], to_jsonb(test.state('{"last_occurred_at": "2026-03-10 01:00+00", "run_length": 3, "check_ins": 3, "last_marked_day": "2026-03-08", "last_check_in_day": "2026-03-08", "zone": "Asia/Tokyo", "day_start_hour": 4}')) - '{last_day}'::text[],
  'nothing else changes but the settings') from test.after('{}', '2026-03-08', 'Asia/Tokyo', 4) as s;
