select plan(9);

-- A repair costs 50 for each day that is marked so.
create function test.after(letters text, marks text, missed_through date, changes jsonb default '{}') returns app_private.user_states
language sql
return app_rules.after_repair(test.state('{"check_ins": 9, "longest_streak": 3, "last_check_in_day": "2026-03-09", "points": 200, "lifetime_points": 900, "freezes": ["2026-02-20"]}' || changes),
  test.calendar('2026-03-01', letters), test.calendar('2026-03-01', marks), missed_through);

select is(row(s.run_length, s.run_started_on, s.longest_streak, s.last_marked_day, s.points)::text, c.expected, c.why)
from (values
  ('cc.ccc', '..r', '2026-03-06'::date, '(5,2026-03-01,5,2026-03-06,150)', 'two runs are one: the old length and the new'),
  ('ccc', '...r', '2026-03-04', '(3,2026-03-01,3,2026-03-04,150)', 'a run that has ended goes on'),
  ('ccc', '...rr', '2026-03-05', '(3,2026-03-01,3,2026-03-05,100)', 'for as much as the days that were missed cost'),
  ('ccc', '...rpar', '2026-03-07', '(3,2026-03-01,3,2026-03-07,100)', 'days under a pause or an amnesty cost nothing'),
  ('c.cc.c', '.r', '2026-03-06', '(1,2026-03-06,3,2026-03-06,150)', 'an earlier gap does not change the last run'),
  ('cc.cc', '..r', '2026-03-06', '(0,,4,2026-03-05,150)', 'nor bring back one that has ended, but may make the longest longer'),
  ('cc....c', '..pppp', '2026-03-07', '(3,2026-03-01,3,2026-03-07,200)', 'what is free costs nothing')) as c(letters, marks, missed_through, expected, why),
  lateral test.after(c.letters, c.marks, c.missed_through) as s;
select is(to_jsonb(test.after('ccc', '...r', '2026-03-04')) - '{points,run_length,run_started_on,longest_streak,last_marked_day,last_freeze_day}'::text[],
  to_jsonb(test.state('{"check_ins": 9, "last_check_in_day": "2026-03-09", "lifetime_points": 900, "freezes": ["2026-02-20"]}'))
    - '{points,run_length,run_started_on,longest_streak,last_marked_day,last_freeze_day}'::text[], 'nothing else changes: no freeze is used or earned, and the points were received once');
select is(s.freezes, '{}', 'also where the run comes to seven days') from test.after('cccc.ccc', '....r', '2026-03-08', '{"freezes": []}') as s;
