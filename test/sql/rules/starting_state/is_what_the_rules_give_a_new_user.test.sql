select plan(3);

select is(to_jsonb(s), jsonb_build_object(
    'user_id', test.user_id('alice'), 'sequence_number', 0, 'last_occurred_at', '2026-03-01 02:00+00'::timestamptz, 'rule_version_id', 1, 'last_day', null,
    'zone', 'America/New_York', 'day_start_hour', 4, 'check_ins', 0, 'run_length', 0, 'run_started_on', null, 'longest_streak', 0, 'last_marked_day', null,
    'last_check_in_day', null, 'last_freeze_day', null, 'last_travel_day', null, 'freezes', '{}'::date[], 'energy', 50,
    'energy_anchor', '2026-03-01 02:00+00'::timestamptz, 'xp', 0, 'level', 1, 'points', 0, 'lifetime_points', 0, 'inventory', '{}'::jsonb,
    'paused_from', null, 'paused_until', null, 'last_amnesty_id', 0, 'clock_ahead_seconds', null), 'every column')
from app_rules.starting_state(test.user_id('alice'), test.rules(), '2026-03-01 02:00+00', 'America/New_York', 4) as s;
select is(s.freezes, '{2026-02-28,2026-02-28}', 'freezes to start with are granted on the local day')
from app_rules.starting_state(test.user_id('alice'), test.rules('{"freezes_start": 2}'), '2026-03-01 02:00+00', 'America/New_York', 4) as s;
select is(s.energy, 120, 'the energy to start with may be above the maximum')
from app_rules.starting_state(test.user_id('alice'), test.rules('{"energy_start": 120}'), '2026-03-01 02:00+00', 'UTC', 0) as s;
