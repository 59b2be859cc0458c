select plan(6);

select is((app_rules.after_effects(test.state(jsonb_build_object('energy', c.energy)), test.rules(c.rules::jsonb), '2026-03-10', test.effects(c.gives::jsonb))).energy, c.expected, c.why)
from (values
  (0, '{"fills_energy": true}', '{}', 100, 'from nothing'),
  (99, '{"fills_energy": true}', '{"energy_max": 130}', 130, 'whatever the maximum is'),
  (100, '{"fills_energy": true}', '{}', 100, 'full as it is'),
  (120, '{"fills_energy": true}', '{}', 120, 'and takes nothing from who has more'),
  (10, '{"fills_energy": true, "energy": 15}', '{"energy_overfill": 10}', 110, 'with energy besides, which may overfill it'),
  (10, '{"fills_energy": false}', '{}', 10, 'not unless it says so')
) as c(energy, gives, rules, expected, why);
