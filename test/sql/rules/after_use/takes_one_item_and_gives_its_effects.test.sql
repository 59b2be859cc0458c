select plan(9);

create function test.changes(before app_private.user_states, after app_private.user_states) returns jsonb
language sql
return (select coalesce(jsonb_object_agg(a.key, a.value), '{}') from jsonb_each(to_jsonb(after)) as a where a.value <> to_jsonb(before) -> a.key);

select is(test.changes(s, app_rules.after_use(s, test.rules(), '2026-03-10', c.item_id, test.effects(c.gives::jsonb))), c.expected::jsonb, c.why)
from test.state('{"energy": 90, "xp": 90, "points": 8, "lifetime_points": 100, "freezes": ["2026-03-01"], "inventory": {"a": 1, "b": 2}}') as s,
  (values
    ('a', '{"energy": 10}', '{"energy": 100, "inventory": {"b": 2}}', 'the last one of an item goes out of the inventory'),
    ('b', '{"energy": 10}', '{"energy": 100, "inventory": {"a": 1, "b": 1}}', 'one of two, and not both'),
    ('b', '{"energy": 11}', '{"energy": 100, "inventory": {"a": 1, "b": 1}}', 'energy as far as it fits'),
    ('b', '{"xp": 9}', '{"xp": 99, "inventory": {"a": 1, "b": 1}}', 'XP one below a level'),
    ('b', '{"xp": 10}', '{"xp": 100, "level": 2, "inventory": {"a": 1, "b": 1}}', 'XP, and a level with them'),
    ('b', '{"freezes": 1}', '{"freezes": ["2026-03-01", "2026-03-10"], "inventory": {"a": 1, "b": 1}}', 'a freeze, granted on the day'),
    ('b', '{"points": 5}', '{"points": 13, "lifetime_points": 105, "inventory": {"a": 1, "b": 1}}', 'points are received'),
    ('a', '{"points": 1, "energy": 1, "xp": 1, "freezes": 1}', '{"points": 9, "lifetime_points": 101, "energy": 91, "xp": 91, "freezes": ["2026-03-01", "2026-03-10"], "inventory": {"b": 2}}', 'all of them')
  ) as c(item_id, gives, expected, why);
select is((app_rules.after_use(test.state('{"level": 5, "inventory": {"a": 1}}'), test.rules(), '2026-03-10', 'a', test.effects('{"points": 50}'))).points, 50::bigint, 'a level does not boost the points of an item');
