select plan(15);

select is(app_rules.travel_days(test.state(jsonb_build_object('check_ins', 5, 'run_length', c.run_length, 'longest_streak', 5, 'last_marked_day', '2026-03-09', 'last_check_in_day', '2026-03-09',
    'last_travel_day', c.last_travel_day)), c.ended_through, c.open_from, 30), c.days, c.why)
from (values
  (5, null::date, '2026-03-08'::date, '2026-03-09'::date, 0, 'the marked day is open still: none'),
  (5, null, '2026-03-09', '2026-03-10', 0, 'the day after it is: none'),
  (5, null, '2026-03-09', '2026-03-11', 1, 'a day is skipped: one'),
  (5, null, '2026-03-09', '2026-03-12', 2, 'two are: two'),
  (5, null, '2026-03-09', '2026-03-08', 0, 'an earlier day is: none'),
  (0, null, '2026-03-10', '2026-03-12', 0, 'without a run there is nothing to save'),
  (5, null, '2026-03-10', '2026-03-12', 0, 'a day had ended before: the run was lost already'),
  (5, '2026-02-09', '2026-03-09', '2026-03-11', 0, 'skipped 29 days after the last one: not yet'),
  (5, '2026-02-08', '2026-03-09', '2026-03-11', 1, '30 days after it: again'),
  (5, '2026-02-07', '2026-03-09', '2026-03-11', 1, '31 days after it: again'),
  (5, '2026-03-09', '2026-03-09', '2026-03-11', 0, 'just after it: not'),
  (null, null, '2026-03-09', '2026-03-11', null, 'of an unknown run nobody knows'),
  (5, null, null, '2026-03-11', null, 'nor by an unknown day'),
  (5, null, '2026-03-09', null, null, 'nor to one')) as c(run_length, last_travel_day, ended_through, open_from, days, why);
select is(app_rules.travel_days(test.state('{"check_ins": 1, "run_length": 1, "longest_streak": 1, "last_marked_day": "2026-03-09", "last_check_in_day": "2026-03-09"}'), '2026-03-09', '2026-03-11', null), null, 'nor when nobody knows how often');
