select plan(26);

create function test.gap(letters text, day date, missed_through date, changes jsonb default '{}', excused text default null) returns text
language sql
return test.words(app_rules.repair_marks(test.state('{"freezes": ["2026-02-20"]}' || changes), test.calendar('2026-03-01', letters), day, missed_through, excused::datemultirange, 50));

select is(test.gap(c.letters, c.day, c.missed_through), c.marks, c.why)
from (values
  ('cc.cc', '2026-03-03'::date, '2026-03-05'::date, '03-03 repair for 50', 'the day between two runs'),
  ('cc...cc', '2026-03-03', '2026-03-07', '03-03 repair for 50, 03-04 repair for 50, 03-05 repair for 50', 'all days between two runs, named by the first'),
  ('cc...cc', '2026-03-04', '2026-03-07', '03-03 repair for 50, 03-04 repair for 50, 03-05 repair for 50', 'by one between'),
  ('cc...cc', '2026-03-05', '2026-03-07', '03-03 repair for 50, 03-04 repair for 50, 03-05 repair for 50', 'or by the last'),
  ('cc...cc', '2026-03-02', '2026-03-07', '', 'a marked day before it is in no gap'),
  ('cc...cc', '2026-03-06', '2026-03-07', '', 'nor is one after it'),
  ('c.c..c', '2026-03-02', '2026-03-06', '03-02 repair for 50', 'of two gaps the first'),
  ('c.c..c', '2026-03-05', '2026-03-06', '03-04 repair for 50, 03-05 repair for 50', 'or the second'),
  ('cc', '2026-03-03', '2026-03-04', '03-03 repair for 50, 03-04 repair for 50', 'the gap at the end'),
  ('cc', '2026-03-04', '2026-03-04', '03-03 repair for 50, 03-04 repair for 50', 'through the last day that is missed'),
  ('cc', '2026-03-05', '2026-03-04', '', 'and no later'),
  ('cc', '2026-03-03', '2026-03-02', '', 'a live run has none after it'),
  ('cc', '2026-02-28', '2026-03-04', '', 'there is none before the first check-in'),
  ('', '2026-03-02', '2026-03-04', '', 'nor without any'),
  ('cf.pc', '2026-03-03', '2026-03-05', '03-03 repair for 50', 'days of any mark are its ends'),
  ('cc.cc', null, '2026-03-05', '', 'no day is in no gap')) as c(letters, day, missed_through, marks, why);
select is(test.gap(c.letters, c.day, c.missed_through, c.changes, c.excused), c.marks, c.why)
from (values
  ('cc...cc', '2026-03-03'::date, '2026-03-07'::date, '{"paused_from": "2026-03-04", "paused_until": "2026-03-04"}'::jsonb, null, '03-03 repair for 50, 03-04 pause, 03-05 repair for 50', 'a day under a pause is free'),
  ('cc...cc', '2026-03-03', '2026-03-07', '{}', '{[2026-03-04,2026-03-05]}', '03-03 repair for 50, 03-04 amnesty, 03-05 amnesty', 'so is one under an amnesty'),
  ('cc...cc', '2026-03-04', '2026-03-07', '{}', '{[2026-03-04,2026-03-05]}', '03-03 repair for 50, 03-04 amnesty, 03-05 amnesty', 'though it may be the one that is asked for'),
  ('cc..cc', '2026-03-04', '2026-03-06', '{"paused_from": "2026-03-03", "paused_until": "2026-03-10"}', null, '03-03 pause, 03-04 pause', 'all of them may be free'),
  ('cc', '2026-03-03', '2026-03-05', '{"paused_from": "2026-03-05", "paused_until": "2026-03-10"}', '{[2026-03-04,2026-03-05]}', '03-03 repair for 50, 03-04 amnesty, 03-05 pause', 'also at the end')
) as c(letters, day, missed_through, changes, excused, marks, why);
select is(test.words(app_rules.repair_marks(test.state('{"zone": "Pacific/Apia"}'), test.calendar('2011-12-28', 'c...c'), '2011-12-29', '2012-01-01', null, 50)),
  '12-29 repair for 50, 12-30 travel, 12-31 repair for 50', 'a day without hours is free too');
select is(test.words(app_rules.repair_marks(test.state(), test.calendar('2026-03-01', 'c.c'), '2026-03-02', '2026-03-03', null, 0)), '03-02 repair for 0', 'a repair may be for nothing');

-- One day of each gap names the same days as every other, and their marks are those of no other gap.
create temp table calendars as
with recursive c(letters) as (
  select 'c' union all select letters || n.letter from c, unnest('{c,.,f}'::text[]) as n(letter) where length(letters) < 7 and not (right(letters, 1) = '.' and n.letter = 'f')
)
select letters from c where length(letters) = 7;
create temp table gaps as
select c.letters, d.day, substr(c.letters || '..', d.day - '2026-03-01' + 1, 1) as letter,
  app_rules.repair_marks(test.state(), test.calendar('2026-03-01', c.letters), d.day, m.missed_through, null, 50) as marks, m.missed_through
from calendars as c, (values ('2026-03-07'::date), ('2026-03-09')) as m(missed_through), lateral (select '2026-03-01'::date + k as day from generate_series(0, 8) as k) as d
where (m.missed_through > '2026-03-07' or right(c.letters, 1) <> '.') and d.day <= m.missed_through;
select is((select count(*) > 5000 from gaps), true, 'there are thousands of days');
select is_empty($$select * from gaps where (letter <> '.') = (cardinality(marks) > 0)$$, 'a day is in a gap when it is not marked');
select is_empty($$
  select * from gaps as g
  where cardinality(g.marks) > 0 and (
    not exists (select from unnest(g.marks) as m where m.day = g.day)
    or exists (select from unnest(g.marks) as m where substr(g.letters || '..', m.day - '2026-03-01' + 1, 1) <> '.')
    or (select max(m.day) - min(m.day) + 1 <> count(*) from unnest(g.marks) as m)
    or substr(g.letters, (select min(m.day) from unnest(g.marks) as m) - '2026-03-01', 1) = '.'
    or substr(g.letters || '..', (select max(m.day) from unnest(g.marks) as m) - '2026-03-01' + 2, 1) = '.' and (select max(m.day) from unnest(g.marks) as m) < g.missed_through)
$$, 'which is the days around it without a mark, all of them');
