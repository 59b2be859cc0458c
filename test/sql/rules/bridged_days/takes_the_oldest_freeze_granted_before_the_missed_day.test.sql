select plan(22);

-- What becomes of the days after 2026-03-10, in a run that lives.
create function test.days(freezes date[], through date) returns text
language sql
return (
  select test.words(array_agg(d.*::app_private.marked_day order by d.day))
  from unnest(app_rules.bridged_days(test.state(jsonb_build_object('check_ins', 5, 'run_length', 5, 'longest_streak', 5, 'run_started_on', '2026-03-06',
    'last_marked_day', '2026-03-10', 'last_check_in_day', '2026-03-10', 'freezes', to_jsonb(freezes))), through, null)) as d);

select is(test.days(c.freezes::date[], c.through), c.days, c.why)
from (values
  ('{}', '2026-03-10'::date, '', 'no day missed, none held: none used'),
  ('{}', '2026-03-11', '03-11 missed', 'one day missed, none held: none used'),
  ('{2026-03-07}', '2026-03-09', '', 'a later day is marked already: none used'),
  ('{2026-03-07}', '2026-03-10', '', 'no day missed: none used'),
  ('{2026-03-07}', '2026-03-11', '03-11 freeze of 03-07', 'one missed, one held: used'),
  ('{2026-03-07}', '2026-03-12', '03-11 freeze of 03-07, 03-12 missed', 'two missed, one held: it is used, and the run ends after it'),
  ('{2026-03-07}', '2027-03-12', '03-11 freeze of 03-07, 03-12 missed', 'a year missed: no more than that'),
  ('{2026-03-10}', '2026-03-11', '03-11 freeze of 03-10', 'granted on the last marked day it covers the next'),
  ('{2026-03-11}', '2026-03-11', '03-11 missed', 'granted on the missed day it cannot cover it'),
  ('{2026-03-11}', '2026-03-12', '03-11 missed', 'nor the day after, since the run has ended'),
  ('{2026-03-12}', '2026-03-11', '03-11 missed', 'granted after the missed day it cannot cover it'),
  ('{2026-03-01,2026-03-07}', '2026-03-10', '', 'two held, none missed'),
  ('{2026-03-01,2026-03-07}', '2026-03-11', '03-11 freeze of 03-01', 'two held, one missed: the oldest is used'),
  ('{2026-03-01,2026-03-07}', '2026-03-12', '03-11 freeze of 03-01, 03-12 freeze of 03-07', 'two held, two missed: both used'),
  ('{2026-03-01,2026-03-07}', '2026-03-13', '03-11 freeze of 03-01, 03-12 freeze of 03-07, 03-13 missed', 'two held, three missed: both used before the run ends'),
  ('{2026-03-01,2026-03-11}', '2026-03-12', '03-11 freeze of 03-01, 03-12 freeze of 03-11', 'the second was granted on the first missed day: it covers the second'),
  ('{2026-03-01,2026-03-12}', '2026-03-12', '03-11 freeze of 03-01, 03-12 missed', 'the second was granted on the second missed day: the run ends there, and it is kept'),
  ('{2026-03-11,2026-03-11}', '2026-03-13', '03-11 missed', 'all were granted too late: none used'),
  ('{2026-03-07,2026-03-07,2026-03-07}', '2026-03-13', '03-11 freeze of 03-07, 03-12 freeze of 03-07, 03-13 freeze of 03-07', 'three of one day cover three days')
) as c(freezes, through, days, why);

select is(test.days(null, '2026-03-12'), '03-11 missed', 'freezes that nobody knows cover nothing');
select is_empty($$select unnest(app_rules.bridged_days(test.state('{"run_length": 5, "last_marked_day": null, "freezes": ["2026-03-07"]}'), '2026-03-12', null))$$, 'without a marked day there is nothing to bridge');
select is(test.days('{2026-03-07}', null), '', 'nor without an ended day');
