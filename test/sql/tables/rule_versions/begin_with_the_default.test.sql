select plan(103);

select is((select count(*) from app_private.rule_versions), 1::bigint, 'there is one version');
select is(to_jsonb(v) - '{level_thresholds,level_boosts_basis_points}'::text[], jsonb_build_object(
    'id', 1, 'effective_from', '2000-01-01 00:00+00'::timestamptz,
    'check_in_energy', 20, 'check_in_points', 5, 'check_in_xp', 10,
    'energy_start', 50, 'energy_max', 100, 'energy_overfill', 0,
    'energy_refill_amount', 1, 'energy_refill_seconds', 3600,
    'freezes_start', 0, 'freeze_every_days', 7, 'freezes_max', 2,
    'late_grace_minutes', 120, 'travel_cover_days', 30, 'pause_max_days', 30,
    'repair_within_days', 3, 'repair_points', 50, 'inventory_max', 5), 'each parameter is that of the default')
from app_private.rule_versions as v;
select is(cardinality(level_thresholds), 50, 'there are 50 levels') from app_private.rule_versions;
select is(level_thresholds[n], 50::bigint * n * (n - 1), format('level %s begins at %s XP', n, 50 * n * (n - 1)))
from app_private.rule_versions, generate_series(1, 50) as n;
select is(level_boosts_basis_points[n], least(10000 + 500 * (n - 1), 15000), format('level %s multiplies by %s basis points', n, least(10000 + 500 * (n - 1), 15000)))
from app_private.rule_versions, generate_series(1, 50) as n;
