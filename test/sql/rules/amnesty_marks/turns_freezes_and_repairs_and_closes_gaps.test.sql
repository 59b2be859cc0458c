select plan(39);

-- Calendars from 2026-03-01 on; a freeze was granted on 2026-02-28. The state's own freezes do not matter.
create function test.marks(letters text, excused text, missed_through date, changes jsonb default '{}') returns text
language sql
return test.words(app_rules.amnesty_marks(test.state('{"check_ins": 5, "freezes": ["2026-01-01", "2026-01-02"]}' || changes),
  test.calendar('2026-03-01', letters), missed_through, excused::datemultirange));

select is(test.marks(c.letters, c.excused, c.missed_through), c.marks, c.why)
from (values
  ('ccc', '{[2026-03-01,2026-03-03]}', '2026-03-03'::date, '', 'days that were checked in stay so'),
  ('cfc', '{[2026-03-02,2026-03-02]}', '2026-03-03', '03-02 amnesty', 'a day that a freeze covered is excused'),
  ('cfc', '{[2026-03-01,2026-03-01],[2026-03-03,2026-03-03]}', '2026-03-03', '', 'unless the amnesty is of others'),
  ('cfffc', '{[2026-03-03,2026-03-10]}', '2026-03-05', '03-03 amnesty, 03-04 amnesty', 'of several those that it names'),
  ('crc', '{[2026-03-02,2026-03-02]}', '2026-03-03', '03-02 amnesty', 'so is a day that was repaired'),
  ('crc', '{[2026-03-03,2026-03-03]}', '2026-03-03', '', 'unless the amnesty is of others'),
  ('cpc', '{[2026-03-02,2026-03-02]}', '2026-03-03', '', 'a pause stays a pause'),
  ('ctc', '{[2026-03-02,2026-03-02]}', '2026-03-03', '', 'a journey a journey'),
  ('cac', '{[2026-03-02,2026-03-02]}', '2026-03-03', '', 'and an amnesty what it is: a second one changes nothing'),
  ('clc', '{[2026-03-02,2026-03-02]}', '2026-03-03', '', 'and a late check-in'),
  ('cc.cc', '{[2026-03-03,2026-03-03]}', '2026-03-05', '03-03 amnesty', 'a gap of a day is closed'),
  ('cc..cc', '{[2026-03-03,2026-03-04]}', '2026-03-06', '03-03 amnesty, 03-04 amnesty', 'so is one of two'),
  ('cc..cc', '{[2026-03-03,2026-03-03]}', '2026-03-06', '', 'but not by halves: neither its first day alone'),
  ('cc..cc', '{[2026-03-04,2026-03-04]}', '2026-03-06', '', 'nor its last'),
  ('cc...cc', '{[2026-03-03,2026-03-03],[2026-03-05,2026-03-05]}', '2026-03-07', '', 'nor all but one between'),
  ('cc...cc', '{[2026-03-03,2026-03-03],[2026-03-04,2026-03-04],[2026-03-05,2026-03-05]}', '2026-03-07', '03-03 amnesty, 03-04 amnesty, 03-05 amnesty', 'several amnesties may close it together'),
  ('cc.cc.cc', '{[2026-03-03,2026-03-06]}', '2026-03-08', '03-03 amnesty, 03-06 amnesty', 'of two gaps both are closed'),
  ('cc.cc..c', '{[2026-03-03,2026-03-06]}', '2026-03-08', '03-03 amnesty', 'or the one that can be'),
  ('cc', '{[2026-03-03,2026-03-03]}', '2026-03-03', '03-03 amnesty', 'a gap at the end is closed'),
  ('cc', '{[2026-03-03,2026-03-04]}', '2026-03-05', '', 'unless a day that has ended is left'),
  ('cc', '{[2026-03-03,2026-03-09]}', '2026-03-05', '03-03 amnesty, 03-04 amnesty, 03-05 amnesty', 'through the last day that has ended, and no further'),
  ('cc', '{[2026-03-03,2026-03-09]}', '2026-03-02', '', 'there is none after a run that lives'),
  ('', '{[2026-03-03,2026-03-09]}', '2026-03-12', '', 'nor where nothing is marked'),
  ('c.c', null, '2026-03-03', '', 'no day excused closes nothing'),
  ('c.c', '{}', '2026-03-03', '', 'in either form'),
  -- The freezes that it sets free.
  ('cfc.c', '{[2026-03-02,2026-03-02]}', '2026-03-05', '03-02 amnesty, 03-04 freeze of 02-28', 'a freeze that is set free closes a later gap'),
  ('cfc..c', '{[2026-03-02,2026-03-02]}', '2026-03-06', '03-02 amnesty', 'all of it or nothing'),
  ('cfc..c.c', '{[2026-03-02,2026-03-02]}', '2026-03-08', '03-02 amnesty, 03-07 freeze of 02-28', 'and is kept for the next where it cannot'),
  ('cfc.c.c', '{[2026-03-02,2026-03-02]}', '2026-03-07', '03-02 amnesty, 03-04 freeze of 02-28', 'it closes one'),
  ('cffc.c.c', '{[2026-03-02,2026-03-03]}', '2026-03-08', '03-02 amnesty, 03-03 amnesty, 03-05 freeze of 02-28, 03-07 freeze of 02-28', 'two close two'),
  ('cffc..c', '{[2026-03-02,2026-03-03]}', '2026-03-07', '03-02 amnesty, 03-03 amnesty, 03-05 freeze of 02-28, 03-06 freeze of 02-28', 'or one of two days'),
  ('c.cfc', '{[2026-03-04,2026-03-04]}', '2026-03-05', '03-04 amnesty', 'it closes no earlier one'),
  ('cfc...c', '{[2026-03-02,2026-03-02],[2026-03-04,2026-03-04],[2026-03-06,2026-03-06]}', '2026-03-07', '03-02 amnesty, 03-04 amnesty, 03-05 freeze of 02-28, 03-06 amnesty', 'it fills what an amnesty leaves'),
  ('cf', '{[2026-03-02,2026-03-02]}', '2026-03-03', '03-02 amnesty, 03-03 freeze of 02-28', 'it may bring a run back that had ended after it'),
  ('cr.c', '{[2026-03-02,2026-03-02]}', '2026-03-04', '03-02 amnesty', 'a repair sets none free')
) as c(letters, excused, missed_through, marks, why);
select is(test.marks('cc..c', '{[2026-03-03,2026-03-03]}', '2026-03-05', '{"paused_from": "2026-03-04", "paused_until": "2026-03-04"}'), '03-03 amnesty, 03-04 pause', 'a pause helps to close a gap');
select is(test.marks('cc..c', '{[2026-03-03,2026-03-04]}', '2026-03-05', '{"paused_from": "2026-03-04", "paused_until": "2026-03-04"}'), '03-03 amnesty, 03-04 pause', 'and goes before');
select is(test.words(app_rules.amnesty_marks(test.state('{"zone": "Pacific/Apia"}'), test.calendar('2011-12-28', 'c...c'), '2012-01-01', '{[2011-12-29,2011-12-29],[2011-12-31,2011-12-31]}')),
  '12-29 amnesty, 12-30 travel, 12-31 amnesty', 'a day without hours does too');
select is(test.words(app_rules.amnesty_marks(test.state(),
    app_rules.calendar_with(test.calendar('2026-03-01', 'cf.cfc.c'), array[row('2026-03-05', 'freeze', '2026-02-10', null), row('2026-03-03', 'check_in', null, null)]::app_private.marked_day[]),
    '2026-03-08', '{[2026-03-02,2026-03-02],[2026-03-05,2026-03-05]}')),
  '03-02 amnesty, 03-05 amnesty, 03-07 freeze of 02-10', 'of two that are free the one granted first is taken');
