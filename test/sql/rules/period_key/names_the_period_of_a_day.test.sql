select plan(25);

select is(app_rules.period_key(c.repeats::app_public.reward_repeat, c.day, c.run_started_on), c.key, c.why)
from (values
  ('once', '2026-03-01'::date, '2026-02-20'::date, 'once', 'once is once'),
  ('once', '2026-03-01', null, 'once', 'without a run too'),
  ('run', '2026-03-01', '2026-02-20', 'run-2026-02-20', 'a run is named by its first day'),
  ('run', '2026-03-01', null, null, 'without a run there is no key'),
  ('day', '2026-03-01', null, '2026-03-01', 'a day'),
  ('month', '2026-03-01', null, '2026-03', 'the first of a month'),
  ('month', '2026-02-28', null, '2026-02', 'the last of a month'),
  ('month', '2026-12-31', null, '2026-12', 'the last of a year'),
  ('week', '2026-03-01', null, '2026-W09', 'a Sunday ends its week'),
  ('week', '2026-03-02', null, '2026-W10', 'a Monday begins one'),
  ('week', '2026-03-08', null, '2026-W10', 'which ends on Sunday'),
  ('week', '2025-12-28', null, '2025-W52', 'the last Sunday of 2025'),
  ('week', '2025-12-29', null, '2026-W01', 'the last days of 2025 are in the first week of 2026'),
  ('week', '2026-01-01', null, '2026-W01', 'as is New Year''s Day'),
  ('week', '2026-12-31', null, '2026-W53', '2026 has a week 53'),
  ('week', '2027-01-03', null, '2026-W53', 'which reaches into 2027'),
  ('week', '2027-01-04', null, '2027-W01', 'until Monday'),
  ('week', '2023-01-01', null, '2022-W52', 'a New Year''s Day on a Sunday is in the old year''s last week'),
  ('week', '2024-12-30', null, '2025-W01', 'a year''s last Monday may be in the new year''s first'),
  ('day', null, '2026-02-20', null, 'no day, no key'),
  ('week', null, '2026-02-20', null, 'nor a week'),
  ('month', null, '2026-02-20', null, 'nor a month'),
  (null, '2026-03-01', '2026-02-20', null, 'nor when nobody knows how often')) as c(repeats, day, run_started_on, key, why);
select is((select count(distinct app_rules.period_key('week', d::date, null)) from generate_series('2020-12-28', '2031-01-05', interval '1 day') as d), 523::bigint,
  'ten years have as many weeks as they have Mondays');
select is_empty($$
  select app_rules.period_key('week', d::date, null) from generate_series('2020-12-28', '2031-01-05', interval '1 day') as d
  group by 1 having count(*) <> 7 or extract(isodow from min(d)) <> 1
$$, 'and each of them seven days from a Monday on');
