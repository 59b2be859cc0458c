select plan(11);

select is(app_rules.energy_full_at(c.value, '2026-03-01 00:10+00', 100, c.amount, 3600), c.full_at, c.why)
from (values
  (99, 1, '2026-03-01 01:10+00'::timestamptz, 'one missing takes one refill'),
  (98, 1, '2026-03-01 02:10+00', 'two missing take two'),
  (93, 7, '2026-03-01 01:10+00', 'seven missing take one refill of seven'),
  (92, 7, '2026-03-01 02:10+00', 'eight missing take two of them'),
  (94, 7, '2026-03-01 01:10+00', 'six missing take one that is cut'),
  (0, 1, '2026-03-05 04:10+00', 'all missing takes a hundred hours'),
  (100, 1, null, 'full, it is not going to be'),
  (101, 1, null, 'nor above the maximum'),
  (null, 1, null, 'unknown energy is never known to be full'),
  (0, null, null, 'nor is it with an unknown refill')) as c(value, amount, full_at, why);
select is(app_rules.energy_full_at(0, '2026-03-01 00:00+00', 2147483647, 1, 1), '2094-03-19 03:14:07+00', 'a maximum of billions is reached at last');
