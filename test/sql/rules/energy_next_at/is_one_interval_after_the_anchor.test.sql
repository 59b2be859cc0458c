select plan(7);

select is(app_rules.energy_next_at(0, '2026-03-01 00:10+00', 100, 3600), '2026-03-01 01:10+00', 'empty, it refills an interval after the anchor');
select is(app_rules.energy_next_at(99, '2026-03-01 00:10+00', 100, 3600), '2026-03-01 01:10+00', 'one below the maximum too');
select is(app_rules.energy_next_at(100, '2026-03-01 00:10+00', 100, 3600), null, 'full, it does not');
select is(app_rules.energy_next_at(101, '2026-03-01 00:10+00', 100, 3600), null, 'nor above the maximum');
select is(app_rules.energy_next_at(0, '2026-03-08 06:30+00', 100, 3600), '2026-03-08 07:30+00', 'an hour is an hour when the clock changes');
select is(app_rules.energy_next_at(null, '2026-03-01 00:10+00', 100, 3600), null, 'unknown energy has no next refill');
select is(app_rules.energy_next_at(0, null, 100, 3600), null, 'nor is there one without an anchor');
