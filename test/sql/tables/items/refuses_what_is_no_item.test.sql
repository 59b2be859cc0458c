select plan(30);

create temp table cases (expected text, changes jsonb, why text);
insert into cases values
  ('nothing', '{}', 'an item'),
  ('23505 items_pkey', '{"id": "coffee"}', 'one that exists'),
  ('nothing', '{"id": "t"}', 'an id of one letter'),
  ('nothing', jsonb_build_object('id', repeat('t', 63)), 'an id of 63'),
  ('23514 id_is_a_short_name', jsonb_build_object('id', repeat('t', 64)), 'of 64'),
  ('23514 id_is_a_short_name', '{"id": ""}', 'of none'),
  ('23514 id_is_a_short_name', '{"id": "1tea"}', 'that begins with a digit'),
  ('23514 id_is_a_short_name', '{"id": "Tea"}', 'with a capital'),
  ('23514 id_is_a_short_name', '{"id": "tea\n"}', 'with a line break'),
  ('nothing', '{"price_points": 1}', 'a price of 1'),
  ('23514 price_is_positive', '{"price_points": 0}', 'of 0'),
  ('23514 price_is_positive', '{"price_points": -1}', 'below'),
  ('23514 gives_points_is_within_limits', '{"gives_points": -1}', 'points below 0'),
  ('nothing', '{"gives_points": 1000000000}', 'the greatest gives_points'),
  ('23514 gives_points_is_within_limits', '{"gives_points": 1000000001}', 'a greater one'),
  ('23514 gives_energy_is_within_limits', '{"gives_energy": -1}', 'energy below 0'),
  ('nothing', '{"gives_energy": 1000000}', 'the greatest gives_energy'),
  ('23514 gives_energy_is_within_limits', '{"gives_energy": 1000001}', 'a greater one'),
  ('23514 gives_xp_is_within_limits', '{"gives_xp": -1}', 'XP below 0'),
  ('nothing', '{"gives_xp": 1000000000}', 'the greatest gives_xp'),
  ('23514 gives_xp_is_within_limits', '{"gives_xp": 1000000001}', 'a greater one'),
  ('nothing', '{"gives_freezes": 100}', 'a hundred freezes'),
  ('23514 gives_freezes_is_within_limits', '{"gives_freezes": 101}', 'more'),
  ('23514 gives_freezes_is_within_limits', '{"gives_freezes": -1}', 'freezes below 0'),
  ('23514 item_gives_something', '{"gives_energy": 0}', 'no effect'),
  ('nothing', '{"gives_energy": 0, "gives_points": 1}', 'points alone'),
  ('nothing', '{"gives_energy": 1}', 'energy alone'),
  ('nothing', '{"gives_energy": 0, "gives_xp": 1}', 'XP alone'),
  ('nothing', '{"gives_energy": 0, "gives_freezes": 1}', 'a freeze alone');

select is(test.refusal_of_copy('app_private.items', '{"id": "tea"}' || changes), expected, why) from cases;
select set_eq($$select split_part(expected, ' ', 2) from cases where expected like '23% %'$$, $$select test.constraints_of('app_private.items')$$, 'every constraint of the table is tried');
