select plan(7);

select is(app_rules.amounts_given(jsonb_populate_record(null::app_public.journal_entries, '{"points_delta": 0, "energy_delta": 0, "energy_refilled": 7, "xp_delta": 0, "freezes_granted": 0, "freezes_used": 2, "items_delta": {}}' || c.entry::jsonb)),
  c.expected::app_public.amounts, c.why)
from (values
  ('{}', '(0,0,0,0,{})', 'an entry that only settled gave nothing: neither what refilled nor freezes used'),
  ('{"points_delta": 5, "energy_delta": 6, "xp_delta": 7, "freezes_granted": 1, "items_delta": {"coffee": 2}}', '(5,6,7,1,"{""(coffee,2)""}")', 'each amount'),
  ('{"points_delta": -5, "energy_delta": -6, "freezes_granted": -1, "items_delta": {"coffee": -2}}', '(0,0,0,0,{})', 'what was taken is not given'),
  ('{"energy_delta": 15, "items_delta": {"coffee": -1}}', '(0,15,0,0,{})', 'the use of an item gives its effects'),
  ('{"points_delta": -20, "items_delta": {"coffee": 2}}', '(0,0,0,0,"{""(coffee,2)""}")', 'a purchase gives items'),
  ('{"items_delta": {"focus_chip": 1, "coffee": 3, "streak_freeze": -1}}', '(0,0,0,0,"{""(coffee,3)"",""(focus_chip,1)""}")', 'items are listed by id'),
  ('{"points_delta": 9000000000}', '(9000000000,0,0,0,{})', 'points beyond an int')) as c(entry, expected, why);
