select plan(27);

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
  ('nothing', '{"title": "T"}', 'a title of one character'),
  ('23514 title_is_1_to_100_characters', '{"title": ""}', 'of none'),
  ('nothing', jsonb_build_object('title', repeat('t', 100)), 'of a hundred'),
  ('23514 title_is_1_to_100_characters', jsonb_build_object('title', repeat('t', 101)), 'of more'),
  ('nothing', jsonb_build_object('description', repeat('t', 1000)), 'a description of a thousand characters'),
  ('23514 description_is_at_most_1000_characters', jsonb_build_object('description', repeat('t', 1001)), 'of more'),
  ('nothing', '{"price_points": 1}', 'a price of 1'),
  ('23514 price_is_within_limits', '{"price_points": 0}', 'of 0'),
  ('23514 price_is_within_limits', '{"price_points": -1}', 'below'),
  ('nothing', '{"price_points": 1000000000}', 'the highest'),
  ('23514 price_is_within_limits', '{"price_points": 1000000001}', 'a higher one'),
  ('nothing', jsonb_build_object('price_points', 10, 'gives', test.effects('{"points": 9}')), 'fewer points than it costs'),
  ('23514 an_item_costs_more_points_than_it_gives', jsonb_build_object('price_points', 10, 'gives', test.effects('{"points": 10}')), 'as many, which would be a loop'),
  ('23514 an_item_costs_more_points_than_it_gives', jsonb_build_object('price_points', 10, 'gives', test.effects('{"points": 11}')), 'more'),
  ('23514 an_item_gives_no_items', jsonb_build_object('gives', test.effects('{"items": {"coffee": 1}}')), 'an item'),
  ('23514 something_is_given', jsonb_build_object('gives', test.effects('{}')), 'no effect'),
  ('nothing', '{"on_sale": false}', 'one that is not on sale');

select is(test.refusal_of_copy('app_private.items', '{"id": "tea"}' || changes), expected, why) from cases;
select set_eq($$select split_part(expected, ' ', 2) from cases where expected like '23% %' and expected not like '% something_is_given'$$, $$select test.constraints_of('app_private.items')$$, 'every constraint of the table is tried');
