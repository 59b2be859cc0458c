select plan(8);

select is(app_rules.effects_with_defaults(jsonb_populate_record(null::app_public.effects, c.gives::jsonb)), c.expected::app_public.effects, c.why)
from (values
  ('{}', '(0,0,0,0,{},f)', 'nothing is said'),
  ('{"points": 5}', '(5,0,0,0,{},f)', 'points alone'),
  ('{"energy": 5}', '(0,5,0,0,{},f)', 'energy alone'),
  ('{"xp": 5}', '(0,0,5,0,{},f)', 'XP alone'),
  ('{"freezes": 5}', '(0,0,0,5,{},f)', 'freezes alone'),
  ('{"items": [{"item_id": "coffee", "quantity": 2}]}', '(0,0,0,0,"{""(coffee,2)""}",f)', 'items alone'),
  ('{"points": 1, "energy": 2, "xp": 3, "freezes": 4, "items": []}', '(1,2,3,4,{},f)', 'what is said stays')) as c(gives, expected, why);
select is(app_rules.effects_with_defaults(null), '(0,0,0,0,{},f)'::app_public.effects, 'no effects give nothing');
