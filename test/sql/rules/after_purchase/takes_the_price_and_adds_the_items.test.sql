select plan(7);

create function test.changes(before app_private.user_states, after app_private.user_states) returns jsonb
language sql
return (select coalesce(jsonb_object_agg(a.key, a.value), '{}') from jsonb_each(to_jsonb(after)) as a where a.value <> to_jsonb(before) -> a.key);

select is(test.changes(s, app_rules.after_purchase(s, c.item_id, c.quantity, c.price_points)), c.expected::jsonb, c.why)
from test.state('{"points": 2000000000000, "lifetime_points": 3000000000000, "inventory": {"coffee": 1}}') as s,
  (values
    ('focus_chip', 1, 20::bigint, '{"points": 1999999999980, "inventory": {"coffee": 1, "focus_chip": 1}}', 'an item that is not held yet'),
    ('coffee', 1, 10, '{"points": 1999999999990, "inventory": {"coffee": 2}}', 'one more of an item that is held'),
    ('coffee', 3, 10, '{"points": 1999999999970, "inventory": {"coffee": 4}}', 'several at once, each for its price'),
    ('coffee', 1000, 1000000000, '{"points": 1000000000000, "inventory": {"coffee": 1001}}', 'the greatest purchase does not overflow'),
    ('coffee', 2000, 1000000000, '{"points": 0, "inventory": {"coffee": 2001}}', 'the last point')) as c(item_id, quantity, price_points, expected, why);
select is((app_rules.after_purchase(test.state('{"points": 10, "lifetime_points": 60}'), 'coffee', 1, 10)).lifetime_points, 60::bigint, 'lifetime points do not change');
select is((app_rules.after_purchase(test.state('{"points": 10, "lifetime_points": 60}'), 'coffee', 1, 10)).inventory, '{"coffee": 1}'::jsonb, 'the first item of all');
