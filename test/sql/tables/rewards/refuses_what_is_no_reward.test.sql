select plan(27);

create temp table cases (expected text, changes jsonb, why text);
insert into cases values
  ('nothing', '{}', 'a reward'),
  ('23505 rewards_pkey', '{"id": "streak_3"}', 'one that exists'),
  ('nothing', jsonb_build_object('id', repeat('p', 63)), 'an id of 63 letters'),
  ('23514 id_is_a_short_name', jsonb_build_object('id', repeat('p', 64)), 'of 64'),
  ('23514 id_is_a_short_name', '{"id": ""}', 'of none'),
  ('23514 id_is_a_short_name', '{"id": "_party"}', 'that does not begin with a letter'),
  ('23514 id_is_a_short_name', '{"id": "Party"}', 'with a capital'),
  ('nothing', '{"title": "T"}', 'a title of one character'),
  ('23514 title_is_1_to_100_characters', '{"title": ""}', 'of none'),
  ('nothing', jsonb_build_object('title', repeat('t', 100)), 'of a hundred'),
  ('23514 title_is_1_to_100_characters', jsonb_build_object('title', repeat('t', 101)), 'of more'),
  ('nothing', jsonb_build_object('description', repeat('t', 1000)), 'a description of a thousand characters'),
  ('23514 description_is_at_most_1000_characters', jsonb_build_object('description', repeat('t', 1001)), 'of more'),
  ('nothing', '{"stock": 1}', 'a stock of 1'),
  ('nothing', '{"stock": null}', 'no limit'),
  ('23514 stock_is_positive', '{"stock": 0}', 'of 0'),
  ('23514 stock_is_positive', '{"stock": -1}', 'below'),
  ('nothing', '{"claim_within_hours": 1}', 'an hour to claim'),
  ('23514 claim_within_hours_is_positive', '{"claim_within_hours": 0}', 'no time to claim'),
  ('nothing', '{"starts_at": "2026-03-01 00:00:00+00", "ends_at": "2026-03-01 00:00:00.000001+00"}', 'a window of a microsecond'),
  ('23514 window_is_not_empty', '{"starts_at": "2026-03-01 00:00:00+00", "ends_at": "2026-03-01 00:00:00+00"}', 'an empty one'),
  ('23514 window_is_not_empty', '{"starts_at": "2026-03-02 00:00:00+00", "ends_at": "2026-03-01 00:00:00+00"}', 'one that ends before it starts'),
  ('nothing', '{"starts_at": "2026-03-01 00:00:00+00"}', 'one without an end'),
  ('nothing', '{"ends_at": "2026-03-01 00:00:00+00"}', 'one without a start'),
  ('23514 something_is_given', jsonb_build_object('gives', test.effects('{}')), 'no effect'),
  ('nothing', jsonb_build_object('gives', test.effects('{"items": {"coffee": 1}}')), 'items alone');

select is(test.refusal_of_copy('app_private.rewards', '{"id": "party"}' || changes), expected, why) from cases;
select set_eq($$select split_part(expected, ' ', 2) from cases where expected like '23% %' and expected not like '% something_is_given'$$, $$select test.constraints_of('app_private.rewards')$$, 'every constraint of the table is tried');
