select plan(3);

create temp table entries as select jsonb_populate_record(null::app_public.journal_entries, jsonb_build_object('user_id', test.user_id('alice'), 'occurred_at', '2026-03-01 01:00+00', 'kind', 'bootstrap',
  'asked', '{"zone": "America/New_York", "day_start_hour": 4}'::jsonb, 'zone', 'UTC', 'day_start_hour', 0, 'energy', 999, 'points', 5, 'last_amnesty_id', 3)) as entry;
create temp table states as select app_rules.starting_state_of(entry, test.rules('{"id": 9, "freezes_start": 1, "energy_start": 33}')) as state from entries;

select is(row((state).user_id, (state).zone, (state).day_start_hour, (state).last_occurred_at)::text, row(test.user_id('alice'), 'America/New_York', 4, '2026-03-01 01:00+00'::timestamptz)::text, 'it is in the zone that was asked for, at the instant of the entry') from states;
select is(row((state).energy, (state).points, (state).freezes, (state).rule_version_id, (state).sequence_number)::text, '(33,0,{2026-02-28},9,0)', 'and has what the rules give, on the day there') from states;
select is((state).last_amnesty_id, 3, 'no amnesty from before it concerns it') from states;
