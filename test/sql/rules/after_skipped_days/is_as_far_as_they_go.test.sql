select plan(8);

create function test.after(letters text) returns app_private.user_states
language sql
return app_rules.after_skipped_days(test.state('{"check_ins": 5, "run_length": 5, "longest_streak": 5, "run_started_on": "2026-03-05",
  "last_marked_day": "2026-03-09", "last_check_in_day": "2026-03-09", "last_travel_day": "2026-02-01", "freezes": ["2026-03-01"]}'), test.calendar('2026-03-10', letters));

select is(row(s.last_marked_day, s.last_travel_day)::text, c.expected, c.why)
from (values
  ('', '(2026-03-09,2026-02-01)', 'none change nothing'),
  ('t', '(2026-03-10,2026-03-10)', 'one day is bridged, and uses the cover'),
  ('tt', '(2026-03-11,2026-03-11)', 'two are'),
  ('tpa', '(2026-03-12,2026-03-10)', 'the cover is used on the last day that needs it'),
  ('pa', '(2026-03-11,2026-02-01)', 'and not where none does')) as c(letters, expected, why), lateral test.after(c.letters) as s;
select is(to_jsonb(test.after('ttp')) - '{last_marked_day,last_travel_day}'::text[], to_jsonb(test.after('')) - '{last_marked_day,last_travel_day}'::text[], 'nothing else changes');
select is(row(s.last_marked_day, s.last_travel_day)::text, c.expected, c.why)
from (values
  ('t', '(2011-12-30,2011-11-01)', 'a day without hours uses no cover'),
  ('tt', '(2011-12-31,2011-12-31)', 'the day after it does')) as c(letters, expected, why),
  app_rules.after_skipped_days(test.state('{"check_ins": 5, "run_length": 5, "last_marked_day": "2011-12-29", "last_travel_day": "2011-11-01", "zone": "Pacific/Apia"}'), test.calendar('2011-12-30', c.letters)) as s;
