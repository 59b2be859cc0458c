insert into app_private.rule_versions (
  id, effective_from,
  check_in_energy, check_in_points, check_in_xp,
  energy_start, energy_max, energy_overfill, energy_refill_amount, energy_refill_seconds,
  freezes_start, freeze_every_days, freezes_max,
  late_grace_minutes, travel_cover_days, pause_max_days, repair_within_days, repair_points, inventory_max,
  level_thresholds, level_boosts_basis_points
) values (
  1, '2000-01-01 00:00:00+00',
  20, 5, 10,
  50, 100, 0, 1, 3600,
  0, 7, 2,
  120, 30, 30, 3, 50, 5,
  array(select 50 * n * (n - 1) from generate_series(1, 50) as n),
  array(select least(10000 + 500 * (n - 1), 15000) from generate_series(1, 50) as n)
) on conflict do nothing;
