-- A rule version that claims an instant in the past counts from the last entry on: what was settled is settled.
select plan(4);

select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 4);
select is((test.state_at('2026-03-08 12:00+00')).energy.value, 100, 'a user whose energy is full');
select test.set_clock('2026-03-08 12:00+00');
select app_public.check_in() is null;
select test.add_rule_version('2025-01-01 00:00+00', '{"energy_max": 1000}');
select is((test.state_at('2026-03-08 12:00+00')).energy.value, 100, 'gains nothing for the time before the last entry');
select is((test.state_at('2026-03-08 12:59:59+00')).energy.value, 100, 'nor before a whole interval has passed since');
select is((test.state_at('2026-03-08 13:00+00')).energy.value, 101, 'and refills from there');
