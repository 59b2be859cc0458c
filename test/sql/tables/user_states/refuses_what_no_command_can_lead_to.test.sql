select plan(53);

select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 3);
reset role;
insert into app_private.users values (test.user_id('bob'), 'dev', 'bob', '2026-03-01 12:00+00');

create temp table cases (expected text, changes jsonb, why text);
insert into cases values
  ('nothing', '{}', 'a state'),
  ('23505 user_states_pkey', jsonb_build_object('user_id', test.user_id('alice')), 'two of one user'),
  ('23503 user_states_user_id_fkey', jsonb_build_object('user_id', test.user_id('carol')), 'one of no user'),
  ('nothing', '{"zone": "Europe/Berlin"}', 'a zone of ours'),
  ('23503 user_states_zone_fkey', '{"zone": "UTC+3"}', 'one that only PostgreSQL knows'),
  ('nothing', '{"day_start_hour": 4}', 'a day start at 4'),
  ('nothing', '{"day_start_hour": 5}', 'at 5'),
  ('nothing', '{"day_start_hour": 6}', 'at 6'),
  ('23514 day_start_hour_never_runs_backwards', '{"day_start_hour": -1}', 'at -1'),
  ('23514 day_start_hour_never_runs_backwards', '{"day_start_hour": 1}', 'at 1'),
  ('23514 day_start_hour_never_runs_backwards', '{"day_start_hour": 3}', 'at 3'),
  ('23514 day_start_hour_never_runs_backwards', '{"day_start_hour": 7}', 'at 7'),
  ('nothing', '{"sequence_number": 1}', 'one journal entry'),
  ('23514 sequence_number_is_positive', '{"sequence_number": 0}', 'none'),
  ('nothing', '{"run_length": 0, "run_started_on": null}', 'a run that has ended'),
  ('23514 run_length_is_not_negative', '{"run_length": -1, "run_started_on": null}', 'a run below 0'),
  ('nothing', '{"run_length": 3, "longest_streak": 3}', 'a run as long as the longest'),
  ('23514 run_is_at_most_the_longest', '{"run_length": 4, "longest_streak": 3, "check_ins": 5}', 'one longer than that'),
  ('23514 longest_streak_is_at_most_all_check_ins', '{"longest_streak": 4, "check_ins": 3}', 'a longest run of more days than were checked in'),
  ('23514 a_live_run_has_a_beginning', '{"run_started_on": null}', 'a live run that never began'),
  ('23514 a_live_run_has_a_beginning', '{"run_length": 0}', 'a beginning without a run'),
  ('nothing', '{"check_ins": 0, "last_check_in_day": null, "longest_streak": 0, "run_length": 0, "run_started_on": null, "last_marked_day": null}', 'no check-in yet'),
  ('23514 check_ins_have_a_last_day', '{"last_check_in_day": null}', 'check-ins without a last one'),
  ('23514 check_ins_have_a_last_day', '{"check_ins": 0, "longest_streak": 0, "run_length": 0, "run_started_on": null}', 'a last one without check-ins'),
  ('nothing', '{"last_marked_day": "2026-03-04"}', 'a mark after the last check-in'),
  ('23514 last_marked_day_is_not_before_the_last_check_in', '{"last_marked_day": "2026-03-02"}', 'a last mark before the last check-in'),
  ('23514 last_marked_day_is_not_before_the_last_check_in', '{"last_marked_day": null}', 'a check-in and no mark'),
  ('nothing', '{"freezes": ["2026-03-01"]}', 'a freeze'),
  ('23514 each_freeze_has_its_day', '{"freezes": ["2026-03-01", null]}', 'one of no day'),
  ('nothing', '{"energy": 0}', 'no energy'),
  ('23514 energy_is_not_negative', '{"energy": -1}', 'energy below 0'),
  ('nothing', '{"xp": 0}', 'no XP'),
  ('23514 xp_is_not_negative', '{"xp": -1}', 'XP below 0'),
  ('23514 level_is_positive', '{"level": 0}', 'level 0'),
  ('nothing', '{"points": 0}', 'no points'),
  ('23514 points_are_not_negative', '{"points": -1}', 'points below 0'),
  ('nothing', '{"points": 25, "lifetime_points": 25}', 'as many points as were ever received'),
  ('23514 lifetime_points_are_at_least_the_balance', '{"points": 26, "lifetime_points": 25}', 'more points than that'),
  ('nothing', '{"inventory": {"coffee": 1}}', 'an item'),
  ('23514 inventory_holds_whole_quantities', '{"inventory": {"coffee": 0}}', 'none of an item'),
  ('23514 inventory_holds_whole_quantities', '{"inventory": {"coffee": -1}}', 'less than none'),
  ('23514 inventory_holds_whole_quantities', '{"inventory": []}', 'no inventory'),
  ('nothing', '{"paused_from": "2026-03-04", "paused_until": "2026-03-09"}', 'a pause'),
  ('nothing', '{"paused_from": "2026-03-04", "paused_until": "2026-03-04"}', 'one of a day'),
  ('23514 a_pause_has_a_first_and_a_last_day', '{"paused_from": "2026-03-04", "paused_until": "2026-03-03"}', 'one that ends before it begins'),
  ('23514 a_pause_has_a_first_and_a_last_day', '{"paused_from": "2026-03-04"}', 'one without an end'),
  ('23514 a_pause_has_a_first_and_a_last_day', '{"paused_until": "2026-03-04"}', 'one without a beginning'),
  ('nothing', '{"clock_ahead_seconds": 0}', 'an own clock'),
  ('nothing', '{"clock_ahead_seconds": 3155760000}', 'one that is 100 years ahead'),
  ('23514 clock_is_0_to_100_years_ahead', '{"clock_ahead_seconds": 3155760001}', 'a second more'),
  ('23514 clock_is_0_to_100_years_ahead', '{"clock_ahead_seconds": -1}', 'one that is behind'),
  ('nothing', '{"clock_ahead_seconds": null}', 'none');
update cases set changes = jsonb_build_object('user_id', test.user_id('bob')) || changes;

select is(test.refusal_of_copy('app_private.user_states', '{}' || changes), expected, why) from cases;
select set_eq($$select split_part(expected, ' ', 2) from cases where expected like '23% %'$$, $$select test.constraints_of('app_private.user_states')$$, 'every constraint of the table is tried');
