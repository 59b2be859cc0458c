select plan(11);

-- Today is 2026-03-10.
select is(app_rules.pause_starts_on(test.state(jsonb_build_object('last_day', '2026-03-10', 'last_check_in_day', c.last_check_in_day, 'paused_from', c.paused_from, 'paused_until', c.paused_until))), c.day, c.why)
from (values
  ('2026-03-10'::date, null::date, null::date, '2026-03-11'::date, 'without a pause it is tomorrow'),
  ('2026-03-09', null, null, '2026-03-11', 'also when today is not checked in'),
  ('2026-03-10', '2026-03-11', '2026-03-15', '2026-03-11', 'a pause to come keeps its first day'),
  ('2026-03-08', '2026-03-09', '2026-03-15', '2026-03-09', 'so does one that has begun'),
  ('2026-03-08', '2026-03-09', '2026-03-10', '2026-03-09', 'on its last day too'),
  ('2026-03-07', '2026-03-08', '2026-03-09', null, 'one that was over yesterday lets no other begin'),
  ('2026-03-01', '2026-03-02', '2026-03-04', null, 'nor one that was over long ago'),
  ('2026-03-09', '2026-03-08', '2026-03-08', '2026-03-11', 'unless there was a check-in since, that ended it'),
  ('2026-03-10', '2026-03-02', '2026-03-05', '2026-03-11', 'or came after it'),
  ('2026-03-08', '2026-03-08', '2026-03-09', '2026-03-11', 'on its first day at the earliest'),
  ('2026-03-12', '2026-03-11', '2026-03-11', '2026-03-11', 'also one that is ahead, after a journey west')) as c(last_check_in_day, paused_from, paused_until, day, why);
