select plan(16);

select is(app_rules.energy_after_grant(c.value, c.amount, 100, c.overfill), c.expected,
  format('%s and %s, at most 100 and %s over: %s', c.value, c.amount, c.overfill, c.why))
from (values
  (79, 20, 0, 99, 'one below the maximum'),
  (80, 20, 0, 100, 'the maximum'),
  (81, 20, 0, 100, 'cut at the maximum'),
  (100, 20, 0, 100, 'full gains nothing'),
  (110, 20, 0, 110, 'what is above the maximum is not taken away'),
  (99, 20, 20, 119, 'one below what fits'),
  (100, 20, 20, 120, 'what fits'),
  (101, 20, 20, 120, 'cut at what fits'),
  (120, 1, 20, 120, 'nothing more fits'),
  (130, 1, 20, 130, 'what is above that is not taken away'),
  (50, 0, 0, 50, 'nothing changes nothing'),
  (50, 2147483647, 0, 100, 'the greatest amount does not overflow'),
  (null, 20, 0, null, 'unknown energy stays unknown'),
  (50, null, 0, null, 'an unknown amount too'),
  (50, 20, null, null, 'an unknown limit too')) as c(value, amount, overfill, expected, why);
select is(app_rules.energy_after_grant(50, 20, null, 0), null, 'an unknown maximum too');
