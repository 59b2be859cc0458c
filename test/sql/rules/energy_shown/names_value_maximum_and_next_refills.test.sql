select plan(3);

select is(row(e.*)::text, row(50, 100, '2026-03-01 01:00+00'::timestamptz, '2026-03-03 02:00+00'::timestamptz, 1, 3600)::text, 'half full')
from app_rules.energy_shown(test.state(), test.rules()) as e;
select is(row(e.*)::text, row(100, 100, null, null, 1, 3600)::text, 'full: nothing is to come')
from app_rules.energy_shown(test.state('{"energy": 100}'), test.rules()) as e;
select is(row(e.*)::text, row(120, 100, null, null, 1, 3600)::text, 'above the maximum: neither')
from app_rules.energy_shown(test.state('{"energy": 120}'), test.rules()) as e;
