select plan(11);

create function test.changes(before app_private.user_states, after app_private.user_states) returns jsonb
language sql
return (select coalesce(jsonb_object_agg(a.key, a.value), '{}') from jsonb_each(to_jsonb(after)) as a where a.value <> to_jsonb(before) -> a.key);

select is(test.changes(s, app_rules.after_effects(s, test.rules(), '2026-03-10', test.effects(jsonb_build_object('points', c.points, 'energy', c.energy, 'xp', c.xp, 'freezes', c.freezes, 'items', c.items::jsonb)))), c.expected::jsonb, c.why)
from test.state('{"energy": 90, "xp": 90, "points": 8, "lifetime_points": 100, "freezes": ["2026-03-01"], "inventory": {"coffee": 1}}') as s,
  (values
    (0::bigint, 0, 0::bigint, 0, '{}', '{}', 'no effect changes nothing'),
    (50, 0, 0, 0, '{}', '{"points": 58, "lifetime_points": 150}', 'points: the balance and the lifetime''s, without a boost'),
    (0, 9, 0, 0, '{}', '{"energy": 99}', 'energy'),
    (0, 11, 0, 0, '{}', '{"energy": 100}', 'energy as far as it fits'),
    (0, 0, 9, 0, '{}', '{"xp": 99}', 'XP, one below a level'),
    (0, 0, 10, 0, '{}', '{"xp": 100, "level": 2}', 'XP, and a level with them'),
    (0, 0, 0, 1, '{}', '{"freezes": ["2026-03-01", "2026-03-10"]}', 'a freeze, granted on the day'),
    (0, 0, 0, 0, '{"coffee": 2, "focus_chip": 1}', '{"inventory": {"coffee": 3, "focus_chip": 1}}', 'items'),
    (1, 1, 1, 1, '{"coffee": 1}', '{"points": 9, "lifetime_points": 101, "energy": 91, "xp": 91, "freezes": ["2026-03-01", "2026-03-10"], "inventory": {"coffee": 2}}', 'all of them')
  ) as c(points, energy, xp, freezes, items, expected, why);
select is((app_rules.after_effects(test.state('{"level": 5, "points": 0}'), test.rules(), '2026-03-10', test.effects('{"points": 50}'))).points, 50::bigint, 'a level does not boost the points of a reward');
select is((app_rules.after_effects(test.state('{"level": 5}'), test.rules(), '2026-03-10', test.effects('{"xp": 10}'))).level, 5, 'a level is never lost');
