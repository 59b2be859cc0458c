select plan(16);

select is(app_rules.energy_anchor(c.value, '2026-03-01 00:00+00', c.at, 100, c.amount, 3600), c.anchor, c.why)
from (values
  (50, 1, '2026-03-01 00:00+00'::timestamptz, '2026-03-01 00:00+00'::timestamptz, 'at the anchor it is the anchor'),
  (50, 1, '2026-03-01 00:59:59.999999+00', '2026-03-01 00:00+00', 'before an interval is over it does not move'),
  (50, 1, '2026-03-01 01:00+00', '2026-03-01 01:00+00', 'when one is over it moves by one'),
  (50, 1, '2026-03-01 01:59:59+00', '2026-03-01 01:00+00', 'and keeps the rest'),
  (50, 1, '2026-03-03 01:59:59+00', '2026-03-03 01:00+00', 'one below the maximum it still keeps the rest'),
  (50, 1, '2026-03-03 02:00+00', '2026-03-03 02:00+00', 'filled to the maximum it is now'),
  (50, 1, '2026-03-03 02:30+00', '2026-03-03 02:30+00', 'full for a while it is now'),
  (100, 1, '2026-03-01 00:30+00', '2026-03-01 00:30+00', 'at the maximum it is now'),
  (130, 1, '2026-03-01 00:30+00', '2026-03-01 00:30+00', 'above the maximum it is now'),
  (99, 7, '2026-03-01 01:30+00', '2026-03-01 01:30+00', 'filled by a cut refill it is now'),
  (50, 1, '2026-02-28 12:00+00', '2026-03-01 00:00+00', 'an earlier instant does not move it')
) as c(value, amount, at, anchor, why);
select is(app_rules.energy_anchor(0, '2026-03-08 06:30+00', '2026-03-08 08:00+00', 100, 1, 3600), '2026-03-08 07:30+00', 'a refill takes an hour of real time, on the day of a change of the clock too');

select is(app_rules.energy_anchor(null, '2026-03-01 00:00+00', '2026-03-01 05:00+00', 100, 1, 3600), null, 'unknown energy has no anchor');
select is(app_rules.energy_anchor(50, null, '2026-03-01 05:00+00', 100, 1, 3600), null, 'nor is there one without one before');
select is(app_rules.energy_anchor(50, '2026-03-01 00:00+00', null, 100, 1, 3600), null, 'nor without an instant');
select is(app_rules.energy_anchor(50, '2026-03-01 00:00+00', '2026-03-01 05:00+00', null, 1, 3600), null, 'nor without a maximum');
