select plan(17);

-- Today is 2026-03-10, and it is 01:00.
create function test.is_open(changes jsonb, day date, deadline timestamptz) returns boolean language sql
return app_rules.is_day_open(test.state(changes), day, '2026-03-10', '2026-03-10 01:00+00', deadline);

select is(test.is_open(c.changes::jsonb, c.day::date, c.deadline::timestamptz), c.is_open, c.why)
from (values
  ('{}', '2026-03-10', null, true, 'today'),
  ('{}', '2026-03-11', null, false, 'not tomorrow'),
  ('{}', '2026-03-09', '2026-03-10 01:00:00.000001+00', true, 'yesterday, before its deadline'),
  ('{}', '2026-03-09', '2026-03-10 01:00+00', false, 'not from it on'),
  ('{}', '2026-03-08', '2026-03-11 00:00+00', false, 'no day before that, whatever its deadline'),
  ('{"run_length": 3, "last_marked_day": "2026-03-09"}', '2026-03-10', null, true, 'the day after the last mark'),
  ('{"run_length": 3, "last_marked_day": "2026-03-10"}', '2026-03-10', null, false, 'not one that is marked'),
  ('{"run_length": 3, "last_marked_day": "2026-03-11"}', '2026-03-10', null, false, 'or is before one that is'),
  ('{"run_length": 3, "last_marked_day": "2026-03-08"}', '2026-03-09', '2026-03-10 02:00+00', true, 'yesterday, unmarked'),
  ('{"run_length": 3, "last_marked_day": "2026-03-09"}', '2026-03-09', '2026-03-10 02:00+00', false, 'not yesterday, marked'),
  ('{"run_length": 0, "last_marked_day": "2026-03-08"}', '2026-03-10', null, true, 'after the day that ended the run'),
  ('{"run_length": 0, "last_marked_day": "2026-03-09"}', '2026-03-10', null, false, 'not that day itself'),
  ('{"run_length": 0, "last_marked_day": "2026-03-08"}', '2026-03-09', '2026-03-10 02:00+00', false, 'not even within its grace'),
  ('{"run_length": 0, "last_marked_day": null}', '2026-03-10', null, true, 'before the first check-in')) as c(changes, day, deadline, is_open, why);
select is(app_rules.is_day_open(test.state('{"zone": "Pacific/Apia"}'), c.day::date, c.today::date, c.at::timestamptz, '2012-01-01'), c.is_open, c.why)
from (values
  ('2011-12-30', '2011-12-31', '2011-12-30 10:30+00', false, 'a day without hours cannot be checked in late'),
  ('2011-12-31', '2011-12-31', '2011-12-30 10:30+00', true, 'the one after it can on the day'),
  ('2011-12-31', '2012-01-01', '2011-12-31 10:30+00', true, 'and late')) as c(day, today, at, is_open, why);
