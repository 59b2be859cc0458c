select plan(6);

create function test.changes(before app_private.user_states, after app_private.user_states) returns jsonb
language sql
return (select coalesce(jsonb_object_agg(a.key, a.value), '{}') from jsonb_each(to_jsonb(after)) as a where a.value <> to_jsonb(before) -> a.key);

select is(test.changes(s, app_rules.after_spend(s, c.amount)), c.expected::jsonb, c.why)
from (values
  (50, 1, '{"energy": 49}', 'the least amount'),
  (50, 49, '{"energy": 1}', 'all but one'),
  (50, 50, '{"energy": 0}', 'all there is'),
  (120, 20, '{"energy": 100}', 'what is above the maximum'),
  (1000000, 1000000, '{"energy": 0}', 'the greatest amount')) as c(energy, amount, expected, why),
  lateral test.state(jsonb_build_object('energy', c.energy, 'points', 7, 'lifetime_points', 9)) as s;
select is((app_rules.after_spend(app_rules.settle_energy(test.state('{"energy": 100}'), test.rules(), '2026-03-05 10:17+00'), 1)).energy_anchor, '2026-03-05 10:17+00'::timestamptz, 'full energy that was settled starts its interval at that instant');
