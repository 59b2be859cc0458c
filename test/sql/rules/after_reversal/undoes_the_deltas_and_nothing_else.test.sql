select plan(19);

create function test.changes(before app_private.user_states, after app_private.user_states) returns jsonb
language sql
return (select coalesce(jsonb_object_agg(a.key, a.value), '{}') from jsonb_each(to_jsonb(after)) as a where a.value <> to_jsonb(before) -> a.key);

select is(test.changes(s, app_rules.after_reversal(s, test.rules('{"energy_overfill": 5}'),
  jsonb_populate_record(null::app_public.journal_entries, '{"day": "2026-03-02", "points_delta": 0, "energy_refilled": 4, "energy_delta": 0, "xp_delta": 0, "freezes_granted": 0, "freezes_used": 1, "items_delta": {}}' || c.entry::jsonb))), c.expected::jsonb, c.why)
from test.state('{"energy": 60, "xp": 120, "level": 2, "points": 10, "lifetime_points": 50, "freezes": ["2026-03-01", "2026-03-02"], "inventory": {"a": 2, "b": 1}}') as s,
  (values
    ('{}', '{}', 'what settling did stays: the refill, and a freeze used'),
    ('{"points_delta": 1}', '{"points": 9, "lifetime_points": 49}', 'points that were given go, from lifetime points too'),
    ('{"points_delta": 10}', '{"points": 0, "lifetime_points": 40}', 'to the last point'),
    ('{"points_delta": -7}', '{"points": 17}', 'points that were taken come back, and are not received again'),
    ('{"energy_delta": 15}', '{"energy": 45}', 'energy that was given goes'),
    ('{"energy_delta": 60}', '{"energy": 0}', 'to nothing'),
    ('{"energy_delta": 61}', '{"energy": 0}', 'and no further'),
    ('{"energy_delta": -40}', '{"energy": 100}', 'energy that was taken comes back'),
    ('{"energy_delta": -45}', '{"energy": 105}', 'up to what may overfill it'),
    ('{"energy_delta": -46}', '{"energy": 105}', 'and no further'),
    ('{"energy_delta": -1000000}', '{"energy": 105}', 'however much it was'),
    ('{"xp_delta": 50, "check_ins_delta": 1}', '{}', 'XP, level and check-ins stay'),
    ('{"freezes_granted": 1}', '{"freezes": ["2026-03-01"]}', 'the freeze of the entry''s day goes'),
    ('{"items_delta": {"a": 1}}', '{"inventory": {"a": 1, "b": 1}}', 'an item that was given goes'),
    ('{"items_delta": {"a": 2, "b": 1}}', '{"inventory": {}}', 'the last ones too'),
    ('{"items_delta": {"b": -1, "c": -2}}', '{"inventory": {"a": 2, "b": 2, "c": 2}}', 'items that were taken come back'),
    ('{"points_delta": -10, "items_delta": {"a": 1}}', '{"points": 20, "inventory": {"a": 1, "b": 1}}', 'a purchase'),
    ('{"energy_delta": 5, "xp_delta": 5, "items_delta": {"b": -1}}', '{"energy": 55, "inventory": {"a": 2, "b": 2}}', 'a use')) as c(entry, expected, why);
select is(test.changes(s, app_rules.after_reversal(s, test.rules(), jsonb_populate_record(null::app_public.journal_entries, '{"day": "2026-03-02", "points_delta": 0, "energy_delta": -1, "freezes_granted": 0, "items_delta": {}}'))),
  '{}', 'energy above the maximum is not taken away by what comes back') from test.state('{"energy": 130}') as s;
