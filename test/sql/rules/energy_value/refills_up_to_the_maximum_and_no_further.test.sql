select plan(24);

select is(app_rules.energy_value(c.value, '2026-03-01 00:00+00', '2026-03-01 00:00+00'::timestamptz + c.later, c.max, c.amount, 3600), c.expected,
  format('%s of %s, refilled by %s an hour, after %s: %s', c.value, c.max, c.amount, c.later, c.why))
from (values
  (50, 100, 1, interval '0', 50, 'nothing yet'),
  (50, 100, 1, '59 minutes 59.999999 seconds', 50, 'nothing before the hour is over'),
  (50, 100, 1, '1 hour', 51, 'one when it is'),
  (50, 100, 1, '49 hours 59 minutes', 99, 'one below the maximum'),
  (50, 100, 1, '50 hours', 100, 'the maximum'),
  (50, 100, 1, '51 hours', 100, 'no more than the maximum'),
  (99, 100, 7, '1 hour', 100, 'a refill is cut at the maximum'),
  (92, 100, 7, '1 hour', 99, 'a whole refill that fits'),
  (93, 100, 7, '1 hour', 100, 'a whole refill that just fits'),
  (0, 100, 7, '14 hours', 98, 'fourteen whole refills'),
  (0, 100, 7, '15 hours', 100, 'the fifteenth is cut'),
  (100, 100, 1, '5 hours', 100, 'full stays full'),
  (101, 100, 1, '5 hours', 101, 'what is above the maximum stays'),
  (130, 100, 7, '40000 hours', 130, 'for years'),
  (0, 100, 1, '876000 hours', 100, 'a century fills it'),
  (0, 2147483647, 2147483647, '876000 hours', 2147483647, 'the greatest numbers do not overflow'),
  (2147483646, 2147483647, 2147483647, '1 hour', 2147483647, 'nor do they here'),
  (50, 100, 1, '-5 hours', 50, 'nothing is taken before the anchor')
) as c(value, max, amount, later, expected, why);

select is(app_rules.energy_value(null, '2026-03-01 00:00+00', '2026-03-01 05:00+00', 100, 1, 3600), null, 'unknown energy stays unknown');
select is(app_rules.energy_value(50, null, '2026-03-01 05:00+00', 100, 1, 3600), null, 'without an anchor nobody knows');
select is(app_rules.energy_value(50, '2026-03-01 00:00+00', null, 100, 1, 3600), null, 'without an instant neither');
select is(app_rules.energy_value(50, '2026-03-01 00:00+00', '2026-03-01 05:00+00', null, 1, 3600), null, 'without a maximum neither');
select is(app_rules.energy_value(50, '2026-03-01 00:00+00', '2026-03-01 05:00+00', 100, null, 3600), null, 'without an amount neither');
select is(app_rules.energy_value(50, '2026-03-01 00:00+00', '2026-03-01 05:00+00', 100, 1, null), null, 'without an interval neither');
