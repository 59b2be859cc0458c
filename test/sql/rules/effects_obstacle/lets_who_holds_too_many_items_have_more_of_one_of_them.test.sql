-- A lower inventory_max takes nothing away, and an item that is held already is not one more.
select plan(2);

select is(app_rules.effects_obstacle(test.state('{"inventory": {"a": 1, "b": 1, "c": 1}}'), test.rules('{"inventory_max": 2}'), test.effects('{"items": {"a": 1}}')), null, 'no distinct item is added');
select is(app_rules.effects_obstacle(test.state('{"inventory": {"a": 1, "b": 1, "c": 1}}'), test.rules('{"inventory_max": 2}'), test.effects('{"items": {"d": 1}}')), 'IN001', 'one is added');
