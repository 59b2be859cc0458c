select plan(3);

select is(row(s.*)::text, '(3,8,at_risk,"2026-03-11 02:00:00+00",2026-03-07,2026-03-09,11,2,2)', 'a live run')
from app_rules.streak_shown(
  test.state('{"check_ins": 11, "run_length": 3, "longest_streak": 8, "run_started_on": "2026-03-07", "last_marked_day": "2026-03-09", "last_check_in_day": "2026-03-09", "freezes": ["2026-03-01", "2026-03-02"]}'),
  test.rules(), '2026-03-10', '2026-03-11 02:00+00') as s;
select is(row(s.*)::text, '(0,8,broken,,,2026-03-07,11,0,2)', 'a run that has ended')
from app_rules.streak_shown(
  test.state('{"check_ins": 11, "longest_streak": 8, "last_marked_day": "2026-03-07", "last_check_in_day": "2026-03-07"}'), test.rules(), '2026-03-10', null) as s;
select is(row(s.*)::text, '(0,0,none,,,,0,0,2)', 'none yet')
from app_rules.streak_shown(test.state(), test.rules(), '2026-03-10', null) as s;
