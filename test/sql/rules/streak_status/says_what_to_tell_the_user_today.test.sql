select plan(16);

select is(app_rules.streak_status(c.check_ins, c.run_length, c.last_marked_day, c.last_check_in_day, c.last_freeze_day, '2026-03-10'), c.status::app_public.streak_status, c.why)
from (values
  (0, 0, null::date, null::date, null::date, 'none', 'who never checked in has none'),
  (5, 0, '2026-03-08'::date, '2026-03-08'::date, null, 'broken', 'a run that has ended is broken'),
  (5, 0, '2026-03-09', '2026-03-08', '2026-03-09', 'broken', 'though a freeze was spent on it'),
  (5, 3, '2026-03-10', '2026-03-10', null, 'done_today', 'checked in today'),
  (5, 3, '2026-03-10', '2026-03-10', '2026-03-09', 'done_today', 'though a freeze was used yesterday'),
  (5, 3, '2026-03-11', '2026-03-11', null, 'done_today', 'a day ahead, after a journey west'),
  (5, 3, '2026-03-09', '2026-03-09', null, 'at_risk', 'checked in yesterday, and not today'),
  (5, 3, '2026-03-08', '2026-03-08', null, 'at_risk', 'yesterday is still open too'),
  (5, 3, '2026-03-09', '2026-03-08', '2026-03-09', 'protected', 'a freeze covers yesterday'),
  (5, 3, '2026-03-09', '2026-03-07', '2026-03-09', 'protected', 'freezes cover two days'),
  (5, 3, '2026-03-09', '2026-03-07', '2026-03-08', 'protected', 'a freeze covers a day, and a journey another'),
  (5, 3, '2026-03-09', '2026-03-09', '2026-03-08', 'at_risk', 'a check-in since the last freeze makes it as any other'),
  (5, 3, '2026-03-09', '2026-03-08', '2026-02-01', 'at_risk', 'an old freeze protects nothing')
) as c(check_ins, run_length, last_marked_day, last_check_in_day, last_freeze_day, status, why);
select is(app_rules.streak_status(null, 0, null, null, null, '2026-03-10'), null, 'an unknown number of check-ins has no status');
select is(app_rules.streak_status(5, null, '2026-03-09', '2026-03-09', null, '2026-03-10'), null, 'nor an unknown run');
select is(app_rules.streak_status(5, 3, '2026-03-09', '2026-03-09', null, null), null, 'nor an unknown day');
