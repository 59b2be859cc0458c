select plan(25);

select is(app_rules.day_reason(c.mark::app_public.mark, c.day, '2026-03-10', c.late_from, '2026-03-01'), c.reason, format('%s %s: %s', c.day, coalesce(c.mark, 'without a mark'), c.reason))
from (values
  ('check_in', '2026-03-09'::date, null::date, 'Checked in.'),
  ('late', '2026-03-09', null, 'Checked in late, within the grace.'),
  ('freeze', '2026-03-09', null, 'Missed; a freeze saved the streak.'),
  ('pause', '2026-03-09', null, 'Paused.'),
  ('amnesty', '2026-03-09', null, 'Excused by an amnesty.'),
  ('travel', '2026-03-09', null, 'Skipped by a change of zone or day start.'),
  ('repair', '2026-03-09', null, 'Missed, and repaired.'),
  (null, '2026-03-11', null, 'Not yet come.'),
  (null, '2026-03-10', '2026-03-09', 'Open: no check-in yet.'),
  (null, '2026-03-10', null, 'Open: no check-in yet.'),
  (null, '2026-03-09', '2026-03-09', 'Open: a late check-in is still possible.'),
  (null, '2026-03-08', '2026-03-09', 'Missed.'),
  (null, '2026-03-09', null, 'Missed.'),
  (null, '2026-03-01', null, 'Missed.'),
  (null, '2026-02-28', null, 'Before the user joined.')) as c(mark, day, late_from, reason);
select isnt(app_rules.day_reason(m.mark, '2026-03-09', '2026-03-10', null, '2026-03-01'), 'Missed.', format('%s has words of its own', m.mark))
from unnest(enum_range(null::app_public.mark)) as m(mark);
select is(app_rules.day_reason(null, '2026-03-09', '2026-03-10', null, null), 'Before the user joined.', 'who has not joined has not missed a day');
select is(app_rules.day_reason(null, null, '2026-03-10', null, '2026-03-01'), null, 'no day needs no reason');
select is(app_rules.day_reason(null, '2026-03-09', null, null, '2026-03-01'), null, 'nor is there one when nobody knows what day it is');
