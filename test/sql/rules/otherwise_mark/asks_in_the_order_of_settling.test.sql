select plan(16);

select is(app_rules.otherwise_mark(c.mark::app_public.mark, c.without_hours, c.paused, c.excused, c.repaired, c.freezes, c.place), c.otherwise::app_public.mark, c.what)
from (values
  ('check_in', false, true, true, true, 1, 1, 'pause', 'a check-in: a pause first'),
  ('late', false, true, true, true, 1, 1, 'pause', 'a late one too'),
  ('check_in', false, false, true, true, 1, 1, 'amnesty', 'then an amnesty'),
  ('check_in', false, false, false, true, 1, 1, 'freeze', 'then a freeze'),
  ('check_in', false, null, null, null, 0, 1, null, 'and otherwise nothing'),
  ('freeze', false, true, true, true, 1, 1, null, 'without a freeze, nothing'),
  ('repair', false, true, true, true, 1, 1, null, 'without a repair, nothing'),
  ('pause', false, true, true, true, 1, 1, 'amnesty', 'without the pause, an amnesty'),
  ('pause', false, true, false, true, 1, 1, 'freeze', 'or a freeze'),
  ('pause', false, true, false, true, 1, 2, null, 'but not for the second day'),
  ('pause', false, true, false, true, 2, 2, 'freeze', 'unless there were two'),
  ('amnesty', false, true, true, true, 1, 1, 'repair', 'without the amnesty, the repair whose place it took'),
  ('amnesty', false, true, true, false, 1, 1, 'freeze', 'or a freeze'),
  ('amnesty', false, true, true, false, 0, 1, null, 'or nothing'),
  ('travel', false, true, false, true, 0, 1, null, 'a skipped day'),
  ('travel', true, true, true, true, 1, 1, 'travel', 'a day that was not there')
) as c(mark, without_hours, paused, excused, repaired, freezes, place, otherwise, what);
