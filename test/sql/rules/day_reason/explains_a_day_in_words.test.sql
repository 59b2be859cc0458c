select plan(43);

-- Today is 2026-03-10, and the user joined on 2026-03-01.
select is(app_rules.day_reason(c.mark::app_public.mark, c.day, '2026-03-10', c.late_from, '2026-03-01', c.paused, c.amnesty), c.reason,
  format('%s %s%s%s: %s', c.day, coalesce(c.mark, 'without a mark'), case when c.paused then ', paused' end, ', ' || c.amnesty, c.reason))
from (values
  ('check_in', '2026-03-09'::date, null::date, false, null, 'Checked in.'),
  ('late', '2026-03-09', null, false, null, 'Checked in late, within the grace.'),
  ('freeze', '2026-03-09', null, false, null, 'Missed; a freeze saved the streak.'),
  ('pause', '2026-03-09', null, false, null, 'Paused.'),
  ('amnesty', '2026-03-09', null, false, 'Storm.', 'Excused by an amnesty: Storm.'),
  ('travel', '2026-03-09', null, false, null, 'Skipped by a change of zone or day start.'),
  ('repair', '2026-03-09', null, false, null, 'Missed, and repaired.'),
  -- What is marked is what it is, whatever else is true of the day.
  ('check_in', '2026-03-09', null, true, 'Storm.', 'Checked in.'),
  ('late', '2026-03-09', null, true, 'Storm.', 'Checked in late, within the grace.'),
  ('freeze', '2026-03-09', null, true, 'Storm.', 'Missed; a freeze saved the streak.'),
  ('pause', '2026-03-09', null, true, 'Storm.', 'Paused.'),
  ('travel', '2026-03-09', null, true, 'Storm.', 'Skipped by a change of zone or day start.'),
  ('repair', '2026-03-09', null, true, 'Storm.', 'Missed, and repaired.'),
  (null, '2026-03-11', null, false, null, 'Not yet come.'),
  (null, '2026-03-11', null, true, null, 'To be paused.'),
  (null, '2026-03-11', null, false, 'Storm.', 'Excused by an amnesty: Storm.'),
  (null, '2026-03-11', null, true, 'Storm.', 'To be paused.'),
  (null, '2026-03-10', '2026-03-09', false, null, 'Open: no check-in yet.'),
  (null, '2026-03-10', null, false, null, 'Open: no check-in yet.'),
  (null, '2026-03-10', null, true, null, 'Paused; a check-in ends the pause.'),
  (null, '2026-03-10', null, false, 'Storm.', 'Open: no check-in yet.'),
  (null, '2026-03-10', null, true, 'Storm.', 'Paused; a check-in ends the pause.'),
  (null, '2026-03-09', '2026-03-09', false, null, 'Open: a late check-in is still possible.'),
  (null, '2026-03-09', '2026-03-09', true, null, 'Open: a late check-in is still possible.'),
  (null, '2026-03-09', '2026-03-09', false, 'Storm.', 'Open: a late check-in is still possible.'),
  (null, '2026-03-08', '2026-03-09', false, null, 'Missed.'),
  (null, '2026-03-09', null, false, null, 'Missed.'),
  (null, '2026-03-01', null, false, null, 'Missed.'),
  (null, '2026-03-09', null, false, 'Storm.', 'Excused by an amnesty: Storm.'),
  (null, '2026-02-28', null, false, null, 'Before the user joined.'),
  (null, '2026-02-28', null, false, 'Storm.', 'Before the user joined.')) as c(mark, day, late_from, paused, amnesty, reason);
select isnt(app_rules.day_reason(m.mark, '2026-03-09', '2026-03-10', null, '2026-03-01', false, 'Storm.'), r.reason, format('%s has words of its own', m.mark))
from unnest(enum_range(null::app_public.mark)) as m(mark),
  lateral app_rules.day_reason(null, '2026-03-09', '2026-03-10', null, '2026-03-01', false, null) as r(reason);
select is(cardinality(array(select distinct app_rules.day_reason(m.mark, '2026-03-09', '2026-03-10', null, '2026-03-01', false, 'Storm.') from unnest(enum_range(null::app_public.mark)) as m(mark))), 7, 'and no two have the same');
select is(app_rules.day_reason(null, '2026-03-09', '2026-03-10', null, null, false, null), 'Before the user joined.', 'who has not joined has not missed a day');
select is(app_rules.day_reason(null, null, '2026-03-10', null, '2026-03-01', false, null), null, 'no day needs no reason');
select is(app_rules.day_reason(null, '2026-03-09', null, null, '2026-03-01', false, null), null, 'nor is there one when nobody knows what day it is');
select is(app_rules.day_reason(null, '2026-03-11', '2026-03-10', null, '2026-03-01', null, null), 'Not yet come.', 'a state without a pause is not paused');
