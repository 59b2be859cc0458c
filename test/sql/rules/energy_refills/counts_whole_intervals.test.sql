select plan(10);

select is(app_rules.energy_refills('2026-03-01 00:00+00', c.at, 3600), c.refills, c.why)
from (values
  ('2026-03-01 00:00:00+00'::timestamptz, 0::numeric, 'at the anchor nothing has refilled'),
  ('2026-03-01 00:59:59.999999+00', 0, 'a microsecond before the interval is over neither'),
  ('2026-03-01 01:00:00+00', 1, 'when it is over, once'),
  ('2026-03-01 01:59:59.999999+00', 1, 'just before the second is over, still once'),
  ('2026-03-01 02:00:00+00', 2, 'then twice'),
  ('2026-02-28 00:00:00+00', 0, 'before the anchor nothing has'),
  ('2226-03-01 00:00:00+00', 1753152, 'after 200 years many times'),
  (null, null, 'without an instant nobody knows')) as c(at, refills, why);
select is(app_rules.energy_refills(null, '2026-03-01 00:00+00', 3600), null, 'nor without an anchor');
select is(app_rules.energy_refills('2026-03-01 00:00+00', '2026-03-02 00:00+00', null), null, 'nor without an interval');
