select plan(21);

create function test.counted(letters text, missed_through date, changes jsonb default '{}') returns app_private.user_states
language sql
return app_rules.after_marks(test.state('{"check_ins": 12, "run_length": 2, "run_started_on": "2026-02-20", "longest_streak": 4, "last_marked_day": "2026-02-21", "last_check_in_day": "2026-03-09",
  "last_freeze_day": "2026-02-01", "last_travel_day": "2026-02-10"}' || changes), test.calendar('2026-03-01', letters), missed_through);

select is(row(s.run_length, s.run_started_on, s.longest_streak, s.last_marked_day, s.last_freeze_day)::text, c.expected, c.why)
from (values
  ('c', '2026-03-01'::date, '(1,2026-03-01,4,2026-03-01,)', 'one day is a run of one'),
  ('ccc', '2026-03-03', '(3,2026-03-01,4,2026-03-03,)', 'three in a row are a run of three'),
  ('clc', '2026-03-03', '(3,2026-03-01,4,2026-03-03,)', 'a late check-in counts'),
  ('cfc', '2026-03-03', '(2,2026-03-01,4,2026-03-03,2026-03-02)', 'a freeze bridges and does not count'),
  ('cpc', '2026-03-03', '(2,2026-03-01,4,2026-03-03,)', 'nor does a pause'),
  ('cac', '2026-03-03', '(2,2026-03-01,4,2026-03-03,)', 'nor an amnesty'),
  ('ctc', '2026-03-03', '(2,2026-03-01,4,2026-03-03,)', 'nor a journey'),
  ('crc', '2026-03-03', '(2,2026-03-01,4,2026-03-03,)', 'nor a day that was repaired'),
  ('cfpatr', '2026-03-06', '(1,2026-03-01,4,2026-03-06,2026-03-02)', 'a run lives on through days that do not count'),
  ('cc.c', '2026-03-04', '(1,2026-03-04,4,2026-03-04,)', 'a gap divides two runs: the last one is the live one'),
  ('c.cc.ccfc', '2026-03-09', '(3,2026-03-06,4,2026-03-09,2026-03-08)', 'two gaps divide three'),
  ('ccfcc.c', '2026-03-07', '(1,2026-03-07,4,2026-03-07,2026-03-03)', 'the last freeze may be one of an earlier run'),
  ('ccccc.c', '2026-03-07', '(1,2026-03-07,5,2026-03-07,)', 'the longest of them may be an earlier one'),
  ('ccccccc', '2026-03-07', '(7,2026-03-01,7,2026-03-07,)', 'or the last'),
  ('ccc', '2026-03-04', '(0,,4,2026-03-03,)', 'a missed day after the last ends it'),
  ('ccc', '2026-03-20', '(0,,4,2026-03-03,)', 'so do many'),
  ('ccfccc', '2026-03-07', '(0,,5,2026-03-06,2026-03-03)', 'which may have become the longest all the same')) as c(letters, missed_through, expected, why),
  lateral test.counted(c.letters, c.missed_through) as s;
select is(s.longest_streak, 9, 'the longest streak is never lowered') from test.counted('ccc', '2026-03-03', '{"longest_streak": 9}') as s;
select is(s.run_length, 1, 'a state whose run had ended has one again when the calendar says so')
from test.counted('ccc.c', '2026-03-05', '{"run_length": 0, "run_started_on": null}') as s;

-- All calendars of seven days that begin with a check-in: with a gap, a check-in, a freeze or an amnesty on each other day.
create function test.walked(letters text, missed_through date) returns text
language plpgsql
as $$
declare
  v_length int := 0;
  v_longest int := 4;
  v_since date;
  v_last date;
  v_day date := '2026-03-01';
  v_letter text;
begin
  while v_day <= missed_through loop
    v_letter := substr(letters || '........', v_day - '2026-03-01' + 1, 1);
    if v_letter = '.' then
      v_length := 0;
      v_since := null;
    else
      v_last := v_day;
    end if;
    if v_letter = 'c' then
      v_length := v_length + 1;
      v_since := coalesce(v_since, v_day);
      v_longest := greatest(v_longest, v_length);
    end if;
    v_day := v_day + 1;
  end loop;
  return row(v_length, v_since, v_longest, v_last)::text;
end
$$;
select is_empty($$
  with recursive calendars(letters) as (
    select 'c'
    union all
    select letters || n.letter from calendars, unnest('{.,c,f,a}'::text[]) as n(letter) where length(letters) < 7
  )
  select c.letters, m.days
  from calendars as c, unnest('{0,1,2}'::int[]) as m(days), lateral (select '2026-03-01'::date + length(c.letters) - 1 + m.days) as t(missed_through)
  where right(c.letters, 1) <> '.' and not exists (select regexp_matches(c.letters, '\.[fa]')) and (
    select row(s.run_length, s.run_started_on, s.longest_streak, s.last_marked_day)::text from test.counted(c.letters, t.missed_through) as s
  ) <> test.walked(c.letters, t.missed_through)
$$, 'each calendar is counted as a walk day by day would');
select is(to_jsonb(test.counted('ccfcc.c', '2026-03-07')) - '{run_length,run_started_on,longest_streak,last_marked_day,last_freeze_day}'::text[],
  to_jsonb(test.state('{"check_ins": 12, "last_check_in_day": "2026-03-09", "last_travel_day": "2026-02-10"}')) - '{run_length,run_started_on,longest_streak,last_marked_day,last_freeze_day}'::text[],
  'nothing else changes');
