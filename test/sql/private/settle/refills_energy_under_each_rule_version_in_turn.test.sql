select plan(15);
create function pg_temp.energy_at(at timestamptz)
returns text
language sql volatile
return (select concat_ws(' ', (s.energy).value, (s.energy).max, s.rule_version_id, to_char((s.energy).next_at at time zone 'UTC', 'HH24:MI')) from test.state_at(energy_at.at) as s);

-- 70 of 100 at 12:00, 1 an hour; from 15:30 on at most 75 and 2 every 20 minutes.
select test.add_rule_version('2026-03-01 15:30+00', '{"energy_max": 75, "energy_refill_amount": 2, "energy_refill_seconds": 1200}');
select test.sign_in('alice');
select test.check_in_at('2026-03-01 12:00+00') is null;
select is(pg_temp.energy_at('2026-03-01 15:29:59+00'), '73 100 1 16:00', 'up to the change the old parameters hold');
select is(pg_temp.energy_at('2026-03-01 15:30+00'), '75 75 2', 'from it on the new ones: half an hour that was left over is worth one refill');
select test.sign_in('bob');
select test.check_in_at('2026-03-01 13:00+00') is null;
select is(pg_temp.energy_at('2026-03-01 15:29:59+00'), '72 100 1 16:00', 'another user');
select is(pg_temp.energy_at('2026-03-01 15:30+00'), '74 75 2 15:40', 'keeps the remainder of the interval over the change');
select is(pg_temp.energy_at('2026-03-01 15:39:59+00'), '74 75 2 15:40', 'so that the next refill comes when it should');
select is(pg_temp.energy_at('2026-03-01 15:40+00'), '75 75 2', 'and fills to the new maximum only');
select is(pg_temp.energy_at('2026-03-09 15:40+00'), '75 75 2', 'for ever');

-- What is above a lower maximum stays; under a higher one after that it refills from that one's instant.
select test.add_rule_version('2026-03-02 00:00+00', '{"energy_max": 50, "energy_refill_amount": 5, "energy_refill_seconds": 600}');
select test.add_rule_version('2026-03-03 00:00+00', '{"energy_max": 100, "energy_refill_amount": 1, "energy_refill_seconds": 3600}');
select is(pg_temp.energy_at('2026-03-02 00:00+00'), '75 50 3', 'energy above a lower maximum is not taken away');
select is(pg_temp.energy_at('2026-03-02 23:00+00'), '75 50 3', 'and does not refill');
select is(pg_temp.energy_at('2026-03-03 00:59:59+00'), '75 100 4 01:00', 'a higher maximum counts from its own instant');
select is(pg_temp.energy_at('2026-03-03 01:00+00'), '76 100 4 02:00', 'and refills by its own interval');

-- Reading or not makes no difference, nor do commands in between.
select test.sign_in('carol');
select test.check_in_at('2026-03-01 13:00+00') is null;
select test.set_clock('2026-03-01 14:10+00');
select app_public.update_settings('Europe/Berlin') is null;
select test.set_clock('2026-03-01 15:35+00');
select app_public.update_settings('UTC') is null;
select test.set_clock('2026-03-02 11:11+00');
select app_public.update_settings('Europe/Berlin') is null;
select is((test.state_at('2026-03-03 04:30+00')).energy.value, 79, 'a user whose energy was settled again and again');
select test.sign_in('bob');
select is((test.state_at('2026-03-03 04:30+00')).energy.value, 79, 'has what one has whose energy was not');
select test.check_in_at('2026-03-03 04:30+00') is null;
select is((select row(j.energy_refilled, j.energy_delta, j.energy, j.rule_version_id)::text from app_public.me() as m, app_public.me_journal(m) as j limit 1),
  '(9,20,99,4)', 'the entry has the refill of all versions, and names the one in force');
-- An instant after all of it settles the same.
select is((select row(s.energy, s.energy_anchor)::text from test.stored('bob') as s), row(99, '2026-03-03 04:00+00'::timestamptz)::text, 'with the anchor of the last whole interval');
