select plan(37);

create function pg_temp.try(gives jsonb) returns text language sql
return test.refusal(format('select %L::app_public.effects::app_private.catalogue_effects', jsonb_populate_record(null::app_public.effects, gives)));
create temp table cases (expected text, gives jsonb, why text);
insert into cases
select c.expected, '{"points": 0, "energy": 0, "xp": 0, "freezes": 0, "items": [], "fills_energy": false}' || c.gives::jsonb, c.why
from (values
  ('nothing', '{"points": 1}', 'points alone'),
  ('nothing', '{"energy": 1}', 'energy alone'),
  ('nothing', '{"xp": 1}', 'XP alone'),
  ('nothing', '{"freezes": 1}', 'a freeze alone'),
  ('nothing', '{"items": [{"item_id": "coffee", "quantity": 1}]}', 'an item alone'),
  ('23514 something_is_given', '{}', 'nothing'),
  ('23514 effects_are_complete', '{"energy": 1, "points": null}', 'no points'),
  ('23514 effects_are_complete', '{"points": 1, "energy": null}', 'no energy'),
  ('23514 effects_are_complete', '{"points": 1, "xp": null}', 'no XP'),
  ('23514 effects_are_complete', '{"points": 1, "freezes": null}', 'no freezes'),
  ('23514 effects_are_complete', '{"points": 1, "items": null}', 'no items'),
  ('nothing', '{"points": 1000000000}', 'the most points'),
  ('23514 points_are_within_limits', '{"points": 1000000001}', 'more'),
  ('23514 points_are_within_limits', '{"points": -1, "xp": 1}', 'fewer than none'),
  ('nothing', '{"energy": 1000000}', 'the most energy'),
  ('23514 energy_is_within_limits', '{"energy": 1000001}', 'more'),
  ('23514 energy_is_within_limits', '{"energy": -1, "xp": 1}', 'less than none'),
  ('nothing', '{"xp": 1000000000}', 'the most XP'),
  ('23514 xp_is_within_limits', '{"xp": 1000000001}', 'more'),
  ('23514 xp_is_within_limits', '{"xp": -1, "points": 1}', 'less than none'),
  ('nothing', '{"freezes": 100}', 'a hundred freezes'),
  ('23514 freezes_are_within_limits', '{"freezes": 101}', 'more'),
  ('23514 freezes_are_within_limits', '{"freezes": -1, "xp": 1}', 'fewer than none'),
  ('nothing', '{"items": [{"item_id": "coffee", "quantity": 1000}]}', 'a thousand of an item'),
  ('23514 items_are_distinct_and_1_to_1000_of_each', '{"items": [{"item_id": "coffee", "quantity": 1001}]}', 'more'),
  ('23514 items_are_distinct_and_1_to_1000_of_each', '{"items": [{"item_id": "coffee", "quantity": 0}]}', 'none of an item'),
  ('23514 items_are_distinct_and_1_to_1000_of_each', '{"items": [{"item_id": "coffee", "quantity": null}]}', 'nobody knows how many of it'),
  ('23514 items_are_distinct_and_1_to_1000_of_each', '{"items": [{"item_id": null, "quantity": 1}]}', 'one of nobody knows what'),
  ('23514 items_are_distinct_and_1_to_1000_of_each', '{"items": [null]}', 'an item that is none'),
  ('23514 items_are_distinct_and_1_to_1000_of_each', '{"items": [{"item_id": "Coffee", "quantity": 1}]}', 'one that has no such name'),
  ('nothing', '{"items": [{"item_id": "coffee", "quantity": 1}, {"item_id": "tea", "quantity": 1}]}', 'two items'),
  ('23514 items_are_distinct_and_1_to_1000_of_each', '{"items": [{"item_id": "coffee", "quantity": 1}, {"item_id": "coffee", "quantity": 1}]}', 'one twice'),
  ('nothing', '{"fills_energy": true}', 'energy filled up alone'),
  ('23514 effects_are_complete', '{"points": 1, "fills_energy": null}', 'nobody knows whether to fill it up'),
  ('nothing', '{"points": 1, "energy": 1, "xp": 1, "freezes": 1, "items": [{"item_id": "coffee", "quantity": 1}]}', 'all of them')
) as c(expected, gives, why);

select is(pg_temp.try(gives), expected, why) from cases;
select set_eq($$select split_part(expected, ' ', 2) from cases where expected like '23% %'$$,
  $$select c.conname from pg_constraint as c where c.contypid = 'app_private.catalogue_effects'::regtype$$, 'every limit is tried');
select throws_ok($$insert into app_private.items (id, title, description, price_points, gives) values ('tea', 'Tea', '', 1, null)$$, null, null, 'an item without effects is none');
