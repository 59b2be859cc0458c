select plan(35);

create temp table cases (expected text, changes jsonb, why text);
insert into cases values
  ('nothing', '{}', 'a reward'),
  ('23505 rewards_pkey', '{"id": "streak_3"}', 'one that exists'),
  ('nothing', jsonb_build_object('id', repeat('p', 63)), 'an id of 63 letters'),
  ('23514 id_is_a_short_name', jsonb_build_object('id', repeat('p', 64)), 'of 64'),
  ('23514 id_is_a_short_name', '{"id": ""}', 'of none'),
  ('23514 id_is_a_short_name', '{"id": "_party"}', 'that does not begin with a letter'),
  ('23514 id_is_a_short_name', '{"id": "Party"}', 'with a capital'),
  ('nothing', '{"stock": 1}', 'a stock of 1'),
  ('nothing', '{"stock": null}', 'no limit'),
  ('23514 stock_is_positive', '{"stock": 0}', 'of 0'),
  ('23514 stock_is_positive', '{"stock": -1}', 'below'),
  ('nothing', '{"claim_within_hours": 1}', 'an hour to claim'),
  ('23514 claim_within_hours_is_positive', '{"claim_within_hours": 0}', 'no time to claim'),
  ('23514 gives_points_is_not_negative', '{"gives_points": -1}', 'points below 0'),
  ('23514 gives_energy_is_not_negative', '{"gives_energy": -1}', 'energy below 0'),
  ('23514 gives_xp_is_not_negative', '{"gives_xp": -1}', 'XP below 0'),
  ('nothing', '{"gives_freezes": 100}', 'a hundred freezes'),
  ('23514 gives_freezes_is_within_limits', '{"gives_freezes": 101}', 'more'),
  ('23514 gives_freezes_is_within_limits', '{"gives_freezes": -1}', 'freezes below 0'),
  ('nothing', '{"gives_items": {"coffee": 1}}', 'an item'),
  ('23514 gives_whole_quantities_of_items', '{"gives_items": {"coffee": 0}}', 'none of an item'),
  ('23514 gives_whole_quantities_of_items', '{"gives_items": {"coffee": 0.5}}', 'half an item'),
  ('23514 gives_whole_quantities_of_items', '{"gives_items": []}', 'a list of items'),
  ('nothing', '{"starts_at": "2026-03-01 00:00:00+00", "ends_at": "2026-03-01 00:00:00.000001+00"}', 'a window of a microsecond'),
  ('23514 window_is_not_empty', '{"starts_at": "2026-03-01 00:00:00+00", "ends_at": "2026-03-01 00:00:00+00"}', 'an empty one'),
  ('23514 window_is_not_empty', '{"starts_at": "2026-03-02 00:00:00+00", "ends_at": "2026-03-01 00:00:00+00"}', 'one that ends before it starts'),
  ('nothing', '{"starts_at": "2026-03-01 00:00:00+00"}', 'one without an end'),
  ('nothing', '{"ends_at": "2026-03-01 00:00:00+00"}', 'one without a start'),
  ('23514 reward_gives_something', '{"gives_points": 0}', 'no effect'),
  ('nothing', '{"gives_points": 1}', 'points alone'),
  ('nothing', '{"gives_points": 0, "gives_energy": 1}', 'energy alone'),
  ('nothing', '{"gives_points": 0, "gives_xp": 1}', 'XP alone'),
  ('nothing', '{"gives_points": 0, "gives_freezes": 1}', 'a freeze alone'),
  ('nothing', '{"gives_points": 0, "gives_items": {"coffee": 1}}', 'items alone');

select is(test.refusal_of_copy('app_private.rewards', '{"id": "party"}' || changes), expected, why) from cases;
select set_eq($$select split_part(expected, ' ', 2) from cases where expected like '23% %'$$, $$select test.constraints_of('app_private.rewards')$$, 'every constraint of the table is tried');
