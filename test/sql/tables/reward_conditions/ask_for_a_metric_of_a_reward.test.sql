select plan(8);

create temp table cases (expected text, changes jsonb, why text);
insert into cases values
  ('nothing', '{}', 'a second condition'),
  ('23505 each_metric_is_named_once', '{"metric": "current_streak"}', 'a metric that the reward asks for already'),
  ('23503 reward_conditions_reward_id_fkey', '{"reward_id": "party"}', 'of no reward'),
  ('23503 reward_conditions_metric_fkey', '{"metric": "weather"}', 'for no metric'),
  ('nothing', '{"at_least": 1}', 'at least 1'),
  ('23514 at_least_is_positive', '{"at_least": 0}', 'at least 0'),
  ('23514 at_least_is_positive', '{"at_least": -1}', 'at least less');

select is(test.refusal_of_copy('app_private.reward_conditions', '{"reward_id": "streak_3", "metric": "energy"}' || changes), expected, why) from cases;
select set_eq($$select split_part(expected, ' ', 2) from cases where expected like '23% %'$$, $$select test.constraints_of('app_private.reward_conditions')$$, 'every constraint of the table is tried');
