select plan(52);
create function pg_temp.add(effective_from timestamptz, parameters jsonb default '{"check_in_points": 7}')
returns app_public.rule_version
language sql volatile
return app_public.add_rule_version(add.effective_from, jsonb_populate_record(null::app_public.rule_parameters, add.parameters));
create function pg_temp.refusal(parameters jsonb)
returns text
language sql volatile
return test.refusal(format('select pg_temp.add(%L, %L)', '2026-06-01 00:00+00', refusal.parameters));
select test.add_rule_version('2026-02-01 00:00+00', '{"check_in_points": 6}');
select test.set_clock('2026-03-01 12:00+00');
select set_config('test.stored', test.fingerprint(), false);
select test.sign_in(null);
select throws_ok($$select pg_temp.add('2026-06-01')$$, 'IA001', null, 'nobody is signed in');
select throws_ok($$select pg_temp.add(null)$$, 'IA001', null, 'which is said first');
select test.sign_in('alice');
select throws_ok($$select pg_temp.add('2026-06-01')$$, 'IA002', null, 'a user is no operator');
select throws_ok($$select pg_temp.add(null)$$, 'IA002', null, 'which is said first');
select test.sign_in_operator('olga');

-- When.
select throws_ok($$select pg_temp.add('2026-03-01 12:00+00')$$, 'RU001', null, 'this very instant');
select throws_ok($$select pg_temp.add('2026-03-01 11:59:59.999999+00')$$, 'RU001', null, 'one that is past');
select throws_ok($$select pg_temp.add('2026-01-31 23:59:59.999999+00')$$, 'RU001', null, 'one before a version in force');
select throws_ok($$select pg_temp.add('1990-01-01 00:00+00')$$, 'RU001', null, 'one of long ago');
select throws_ok($$select pg_temp.add('4714-11-24 00:00:00+00 BC')$$, 'RU001', null, 'the first there is');
select throws_ok($$select pg_temp.add('infinity')$$, 'RU001', null, 'one that never comes');
select throws_ok($$select pg_temp.add('-infinity')$$, 'RU001', null, 'or has never been');
select throws_ok($$select pg_temp.add(null)$$, 'RU001', null, 'none');
select throws_ok($$select pg_temp.add('2026-02-01 00:00+00', '{"check_in_points": 5}')$$, 'RU001', null, 'one of the past with other parameters');

-- What. The rules for a version's parameters are those of its table.
select is(pg_temp.refusal(p.changes), 'RU001', p.changes::text) from jsonb_array_elements($$[
  {"check_in_energy": -1}, {"check_in_points": -1}, {"check_in_points": 1000000001}, {"check_in_xp": -1},
  {"energy_start": -1}, {"energy_start": 101}, {"energy_max": 0}, {"energy_max": 49}, {"energy_max": 1000001}, {"energy_overfill": -1}, {"energy_refill_amount": 0},
  {"energy_refill_seconds": 0}, {"energy_refill_seconds": 2678401},
  {"freezes_start": 3}, {"freezes_max": 101}, {"freezes_max": -1}, {"freeze_every_days": 0}, {"late_grace_minutes": 721}, {"late_grace_minutes": -1},
  {"travel_cover_days": 0}, {"pause_max_days": 367}, {"repair_within_days": 367}, {"repair_points": -1}, {"inventory_max": 0}, {"inventory_max": 101},
  {"level_thresholds": [0, 10, 10], "level_boosts_basis_points": [1, 1, 1]},
  {"level_thresholds": [0, 10, 5], "level_boosts_basis_points": [1, 1, 1]},
  {"level_thresholds": [1, 10], "level_boosts_basis_points": [1, 1]},
  {"level_thresholds": [], "level_boosts_basis_points": []},
  {"level_thresholds": [0, null], "level_boosts_basis_points": [1, 1]},
  {"level_thresholds": [null, 5], "level_boosts_basis_points": [1, 1]},
  {"level_thresholds": [0, 10]},
  {"level_boosts_basis_points": [1, 1]},
  {"level_thresholds": [0, 10], "level_boosts_basis_points": [1, null]},
  {"level_thresholds": [0, 10], "level_boosts_basis_points": [1, -1]},
  {"level_thresholds": [0, 10], "level_boosts_basis_points": [1, 1000001]}
]$$) as p(changes);
select is(test.fingerprint(), current_setting('test.stored'), 'a refusal leaves everything as it was');
select pg_temp.add('2026-06-01') is null;
select set_config('test.stored', test.fingerprint(), false);
select throws_ok($$select pg_temp.add('2026-06-01', '{"check_in_points": 8}')$$, 'RU001', null, 'other parameters at an instant that has a version');
select lives_ok($$select pg_temp.add('2026-06-01', '{}')$$, 'who asks for no other has the version that is there');
