select plan(6);

select is(row(s.energy, s.energy_anchor)::text, row(c.energy, c.anchor)::text, c.why)
from (values
  (50, '2026-03-01 01:30+00'::timestamptz, 51, '2026-03-01 01:00+00'::timestamptz, 'half an hour of the second refill is kept'),
  (99, '2026-03-01 00:59:59+00', 99, '2026-03-01 00:00+00', 'a second before it is full the anchor stays'),
  (99, '2026-03-01 01:00+00', 100, '2026-03-01 01:00+00', 'filled'),
  (99, '2026-03-01 01:30+00', 100, '2026-03-01 01:30+00', 'once full nothing is kept'),
  (100, '2026-03-01 01:30+00', 100, '2026-03-01 01:30+00', 'full stays full, from now on'),
  (120, '2031-03-01 01:30+00', 120, '2031-03-01 01:30+00', 'what is above the maximum stays, for years')) as c(value, at, energy, anchor, why),
  lateral app_rules.settle_energy(test.state(jsonb_build_object('energy', c.value)), test.rules(), c.at) as s;
