select plan(11);

-- As stored, the same as of now, and what the command made of it.
create temp table states as select
  test.state('{"sequence_number": 7, "check_ins": 4, "freezes": ["2026-03-01", "2026-03-02", "2026-03-03"], "energy": 40, "xp": 100, "points": 60, "lifetime_points": 80, "inventory": {"coffee": 2, "tea": 1}}') as before,
  test.state('{"sequence_number": 7, "check_ins": 4, "freezes": ["2026-03-03"], "energy": 55, "xp": 100, "points": 60, "lifetime_points": 80, "inventory": {"coffee": 2, "tea": 1}}') as settled,
  test.state('{"sequence_number": 7, "last_occurred_at": "2026-03-09 12:34:56+00", "rule_version_id": 3, "last_day": "2026-03-10", "zone": "Asia/Tokyo", "day_start_hour": 4, "check_ins": 5, "run_length": 2, "run_started_on": "2026-03-04",
    "longest_streak": 4, "last_marked_day": "2026-03-11", "last_check_in_day": "2026-03-12", "last_freeze_day": "2026-03-05", "last_travel_day": "2026-03-06", "freezes": ["2026-03-03", "2026-03-09", "2026-03-09"], "energy": 35,
    "energy_anchor": "2026-03-09 12:00+00", "xp": 113, "level": 9, "points": 51, "lifetime_points": 84, "inventory": {"coffee": 5}, "paused_from": "2026-03-07", "paused_until": "2026-03-08", "last_amnesty_id": 6}') as after;
create temp table entries as
select app_rules.journal_entry(before, settled, after, 'buy', '2026-03-13', '{"a": 1}', '{"t": 2}', 'c0ffee00-0000-4000-8000-000000000001', 5, 'c0ffee00-0000-4000-8000-000000000002', 3) as entry from states;

select is((entry).user_id, test.user_id('alice'), 'it is of the user') from entries;
select is((entry).sequence_number, 8::bigint, 'the one after the last') from entries;
select is(row((entry).occurred_at, (entry).rule_version_id)::text, '("2026-03-09 12:34:56+00",3)', 'at the instant, and under the rules, of the state after') from entries;
select is(row((entry).kind, (entry).day, (entry).asked, (entry).terms, (entry).idempotency_key, (entry).reverses, (entry).operator_id, (entry).rewards_unlocked)::text,
  '(buy,2026-03-13,"{""a"": 1}","{""t"": 2}",c0ffee00-0000-4000-8000-000000000001,5,c0ffee00-0000-4000-8000-000000000002,3)', 'the rest is what it is given') from entries;
select is(row((entry).check_ins_delta, (entry).xp_delta, (entry).points_delta, (entry).items_delta)::text, '(1,13,-9,"{""tea"": -1, ""coffee"": 3}")', 'deltas are from before to after') from entries;
select is(row((entry).freezes_used, (entry).freezes_granted)::text, '(2,2)', 'freezes were used by settling, and granted by the command') from entries;
select is(row((entry).energy_refilled, (entry).energy_delta)::text, '(15,-20)', 'energy refilled by settling, and was taken by the command') from entries;
select is(app_rules.state_after(entry), jsonb_populate_record(after, '{"sequence_number": 8}'), 'and the state after is in it as a whole') from entries, states;
select is_empty($$ select c.key from entries, jsonb_each(to_jsonb(entry)) as c where c.value = 'null' $$, 'of no column it knows nothing');
select is(app_rules.journal_entry(settled, settled, settled, 'spend', '2026-03-13', '{}', null, null, null, null)::text,
  app_rules.journal_entry(settled, settled, jsonb_populate_record(settled, '{"sequence_number": 99}'), 'spend', '2026-03-13', '{}', null, null, null, null)::text, 'its number is by the state before alone') from states;
select is(row(e.check_ins_delta, e.xp_delta, e.points_delta, e.items_delta, e.freezes_used, e.freezes_granted, e.energy_refilled, e.energy_delta)::text, '(0,0,0,{},0,0,0,0)', 'what changes nothing has no delta')
from states, app_rules.journal_entry(settled, settled, settled, 'spend', '2026-03-13', '{}', null, null, null, null) as e;
