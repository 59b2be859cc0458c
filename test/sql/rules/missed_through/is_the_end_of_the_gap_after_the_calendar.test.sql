select plan(7);

select is(app_rules.missed_through(test.state(jsonb_build_object('run_length', c.run_length, 'last_marked_day', c.last_marked_day)), c.ended_through), c.day, c.why)
from (values
  (3, '2026-03-09'::date, '2026-03-08'::date, '2026-03-09'::date, 'a live run has no gap after it'),
  (3, '2026-03-09', '2026-03-09', '2026-03-09', 'nor when its last day has ended'),
  (0, '2026-03-09', '2026-03-12', '2026-03-12', 'a run that has ended has one through the last ended day'),
  (0, '2026-03-09', '2026-03-10', '2026-03-10', 'at first of the day that ended it'),
  (0, '2026-03-09', '2026-03-09', '2026-03-10', 'which stays missed when a journey has opened it again'),
  (0, '2026-03-09', '2026-03-08', '2026-03-10', 'however far it leads'),
  (0, null, '2026-03-10', '2026-03-10', 'before the first check-in there is only what has ended')) as c(run_length, last_marked_day, ended_through, day, why);
