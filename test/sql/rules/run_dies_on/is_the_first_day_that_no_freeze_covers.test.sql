select plan(8);

select is(app_rules.run_dies_on(c.freezes::date[], '2026-03-10'), c.day, c.why)
from (values
  ('{}', '2026-03-11'::date, 'without a freeze the day after the last marked one'),
  ('{2026-03-10}', '2026-03-12', 'with one a day later'),
  ('{2026-03-01,2026-03-10}', '2026-03-13', 'with two two days later'),
  ('{2026-03-11}', '2026-03-11', 'one granted on that very day does not help'),
  ('{2026-03-01,2026-03-11}', '2026-03-13', 'but may on the day after it'),
  ('{2026-03-01,2026-03-12}', '2026-03-12', 'and may not on its own'),
  (null, null, 'with unknown freezes nobody knows')) as c(freezes, day, why);
select is(app_rules.run_dies_on('{2026-03-01}', null), null, 'without a marked day nothing dies');
