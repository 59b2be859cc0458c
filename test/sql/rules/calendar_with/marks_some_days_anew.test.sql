select plan(12);

select is(test.words(app_rules.calendar_with(c.calendar, c.marks)), c.expected, c.why)
from (values
  (test.calendar('2026-03-01', ''), test.calendar('2026-03-01', ''), '', 'nothing with nothing is nothing'),
  (test.calendar('2026-03-01', 'cf'), '{}', '03-01 check_in, 03-02 freeze of 02-28', 'a calendar with nothing is itself'),
  ('{}', test.calendar('2026-03-01', 'rp'), '03-01 repair for 50, 03-02 pause', 'nothing with a calendar is that one'),
  (test.calendar('2026-03-01', 'cc'), test.calendar('2026-03-03', 'fp'), '03-01 check_in, 03-02 check_in, 03-03 freeze of 03-02, 03-04 pause', 'days after it are added at its end'),
  (test.calendar('2026-03-03', 'cc'), test.calendar('2026-03-01', 'pa'), '03-01 pause, 03-02 amnesty, 03-03 check_in, 03-04 check_in', 'days before it at its beginning'),
  (test.calendar('2026-03-01', 'c..c'), test.calendar('2026-03-02', 'ar'), '03-01 check_in, 03-02 amnesty, 03-03 repair for 50, 03-04 check_in', 'days between where they belong'),
  (test.calendar('2026-03-01', 'cfc'), test.calendar('2026-03-02', 'a'), '03-01 check_in, 03-02 amnesty, 03-03 check_in', 'a day that is marked anew has the new mark, and lets go of its freeze'),
  (test.calendar('2026-03-01', 'crc'), test.calendar('2026-03-02', 'a'), '03-01 check_in, 03-02 amnesty, 03-03 check_in', 'or its price'),
  (test.calendar('2026-03-01', 'cac'), test.calendar('2026-03-02', 'f'), '03-01 check_in, 03-02 freeze of 03-01, 03-03 check_in', 'or takes one'),
  (test.calendar('2026-03-01', 'cfcf'), test.calendar('2026-03-01', '.a.a.p'), '03-01 check_in, 03-02 amnesty, 03-03 check_in, 03-04 amnesty, 03-06 pause', 'some of all this at once')
) as c(calendar, marks, expected, why);
select is_empty($$
  select a.days, b.days, test.words(app_rules.calendar_with(test.calendar('2026-03-01', a.days), test.calendar('2026-03-01', b.days)))
  from unnest('{....,c.f.,cfpr,.c.c,r..a}'::text[]) as a(days), unnest('{....,a...,.a.f,aaaa,..p.,p..c}'::text[]) as b(days)
  where test.words(app_rules.calendar_with(test.calendar('2026-03-01', a.days), test.calendar('2026-03-01', b.days))) <> test.words(test.calendar('2026-03-01', (
    select string_agg(coalesce(nullif(substr(b.days, n.k, 1), '.'), substr(a.days, n.k, 1)), '' order by n.k) from generate_series(1, 4) as n(k))))
$$, 'each day has its new mark, or else its old one');
select is(app_rules.calendar_with(test.calendar('2026-03-01', 'c'), app_rules.calendar_with(test.calendar('2026-03-02', 'f'), test.calendar('2026-03-02', 'a'))),
  app_rules.calendar_with(app_rules.calendar_with(test.calendar('2026-03-01', 'c'), test.calendar('2026-03-02', 'f')), test.calendar('2026-03-02', 'a')), 'it does not matter which are put together first');
