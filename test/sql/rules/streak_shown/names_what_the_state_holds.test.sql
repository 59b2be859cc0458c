select plan(9);

select is(row(s.*)::text, '(3,8,at_risk,"2026-03-11 02:00:00+00",2026-03-07,2026-03-09,11,2,2,,,)', 'a live run')
from app_rules.streak_shown(
  test.state('{"check_ins": 11, "run_length": 3, "longest_streak": 8, "run_started_on": "2026-03-07", "last_marked_day": "2026-03-09", "last_check_in_day": "2026-03-09", "freezes": ["2026-03-01", "2026-03-02"]}'),
  test.rules(), '2026-03-10', '2026-03-11 02:00+00', null) as s;
select is(row(s.*)::text, '(0,8,broken,,,2026-03-07,11,0,2,,,"(2026-03-09,2,100,2026-03-12,3)")', 'a run that has ended, and what its repair would be')
from app_rules.streak_shown(
  test.state('{"check_ins": 11, "longest_streak": 8, "last_marked_day": "2026-03-07", "last_check_in_day": "2026-03-07"}'), test.rules(), '2026-03-10', null,
  row('2026-03-09', 2, 100, '2026-03-12', 3)::app_public.streak_repair) as s;
select is(row(s.*)::text, '(0,0,none,,,,0,0,2,,,)', 'none yet')
from app_rules.streak_shown(test.state(), test.rules(), '2026-03-10', null, null) as s;
select is(row(s.status, s.expires_at, s.paused_from, s.paused_until)::text, c.expected, c.why)
from (values
  (3, '2026-03-11'::date, '2026-03-15'::date, '(at_risk,,2026-03-11,2026-03-15)', 'a pause to come is shown'),
  (3, '2026-03-09', '2026-03-15', '(paused,,2026-03-09,2026-03-15)', 'one that is open is'),
  (3, '2026-03-09', '2026-03-10', '(paused,,2026-03-09,2026-03-10)', 'on its last day too'),
  (3, '2026-03-08', '2026-03-09', '(at_risk,,,)', 'one that is over is not'),
  (0, '2026-03-09', '2026-03-15', '(broken,,,)', 'nor that of a run that has ended'),
  (3, null, null, '(at_risk,,,)', 'nor one that never was')) as c(run_length, paused_from, paused_until, expected, why),
  app_rules.streak_shown(test.state(jsonb_build_object('check_ins', 5, 'run_length', c.run_length, 'last_marked_day', '2026-03-08', 'last_check_in_day', '2026-03-08',
    'paused_from', c.paused_from, 'paused_until', c.paused_until)), test.rules(), '2026-03-10', null, null) as s;
