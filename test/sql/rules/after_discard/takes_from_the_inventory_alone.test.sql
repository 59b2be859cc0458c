select plan(2);

select is(to_jsonb(app_rules.after_discard(s, 'coffee', 2)) - 'inventory', to_jsonb(s) - 'inventory', 'nothing else changes')
from test.state('{"inventory": {"coffee": 3}}') as s;
select is((app_rules.after_discard(test.state('{"inventory": {"coffee": 3, "tea": 1}}'), 'coffee', 3)).inventory, '{"tea": 1}', 'what is thrown away is gone');
