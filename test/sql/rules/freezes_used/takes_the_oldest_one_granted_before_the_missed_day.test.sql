select plan(22);

select is(app_rules.freezes_used(c.freezes::date[], c.last_marked_day, c.ended_through), c.used, c.why)
from (values
  ('{}', '2026-03-10'::date, '2026-03-10'::date, 0, 'no day missed, none held: none used'),
  ('{}', '2026-03-10', '2026-03-11', 0, 'one day missed, none held: none used'),
  ('{2026-03-07}', '2026-03-10', '2026-03-09', 0, 'a later day is marked already: none used'),
  ('{2026-03-07}', '2026-03-10', '2026-03-10', 0, 'no day missed: none used'),
  ('{2026-03-07}', '2026-03-10', '2026-03-11', 1, 'one missed, one held: used'),
  ('{2026-03-07}', '2026-03-10', '2026-03-12', 1, 'two missed, one held: it is used, and the run ends after it'),
  ('{2026-03-07}', '2026-03-10', '2027-03-12', 1, 'a year missed: no more than that'),
  ('{2026-03-10}', '2026-03-10', '2026-03-11', 1, 'granted on the last marked day it covers the next'),
  ('{2026-03-11}', '2026-03-10', '2026-03-11', 0, 'granted on the missed day it cannot cover it'),
  ('{2026-03-11}', '2026-03-10', '2026-03-12', 0, 'nor the day after, since the run has ended'),
  ('{2026-03-12}', '2026-03-10', '2026-03-11', 0, 'granted after the missed day it cannot cover it'),
  ('{2026-03-01,2026-03-07}', '2026-03-10', '2026-03-10', 0, 'two held, none missed'),
  ('{2026-03-01,2026-03-07}', '2026-03-10', '2026-03-11', 1, 'two held, one missed: one used'),
  ('{2026-03-01,2026-03-07}', '2026-03-10', '2026-03-12', 2, 'two held, two missed: both used'),
  ('{2026-03-01,2026-03-07}', '2026-03-10', '2026-03-13', 2, 'two held, three missed: both used before the run ends'),
  ('{2026-03-01,2026-03-11}', '2026-03-10', '2026-03-12', 2, 'the second was granted on the first missed day: it covers the second'),
  ('{2026-03-01,2026-03-12}', '2026-03-10', '2026-03-12', 1, 'the second was granted on the second missed day: the run ends there, and it is kept'),
  ('{2026-03-11,2026-03-11}', '2026-03-10', '2026-03-13', 0, 'all were granted too late: none used'),
  ('{2026-03-07,2026-03-07,2026-03-07}', '2026-03-10', '2026-03-13', 3, 'three of one day cover three days')
) as c(freezes, last_marked_day, ended_through, used, why);

select is(app_rules.freezes_used(null, '2026-03-10', '2026-03-12'), null, 'without the freezes nobody knows');
select is(app_rules.freezes_used('{2026-03-07}', null, '2026-03-12'), null, 'nor without a marked day');
select is(app_rules.freezes_used('{2026-03-07}', '2026-03-10', null), null, 'nor without an ended day');
