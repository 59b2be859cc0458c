select plan(4);

select is(app_rules.inventory_items('{}'), '{}', 'an empty inventory is an empty list');
select is(app_rules.inventory_items('{"coffee": 2}')::text, '{"(coffee,2)"}', 'one item');
select is(app_rules.inventory_items('{"streak_freeze": 1, "coffee": 999999999, "focus_chip": 3}')::text, '{"(coffee,999999999)","(focus_chip,3)","(streak_freeze,1)"}', 'several, by id');
select is(app_rules.inventory_items(null), null, 'an unknown inventory is not empty');
