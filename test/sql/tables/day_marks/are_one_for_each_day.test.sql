select plan(23);

select test.sign_in('alice');
select test.check_in_at('2026-03-01 12:00+00');
reset role;

create temp table cases (expected text, changes jsonb, why text);
insert into cases values
  ('nothing', '{}', 'another day'),
  ('nothing', jsonb_build_object('user_id', test.user_id('bob'), 'day', '2026-03-01'), 'another user'),
  ('23505 a_day_is_marked_once', '{"day": "2026-03-01"}', 'a second check-in on a day'),
  ('23505 a_day_is_marked_once', '{"day": "2026-03-01", "mark": "late"}', 'a late check-in on a day that has one'),
  ('23505 a_day_is_marked_once', '{"day": "2026-03-01", "mark": "freeze", "freeze_granted_on": "2026-02-28"}', 'a freeze on a day with a check-in'),
  ('22P02', '{"mark": "holiday"}', 'a mark that is none'),
  ('23502', '{"zone": null}', 'a day whose zone is not known'),
  ('23502', '{"day_start_hour": null}', 'a day whose start is not known'),
  ('nothing', '{"mark": "late"}', 'a late check-in'),
  ('nothing', '{"mark": "pause"}', 'a pause'),
  ('nothing', '{"mark": "amnesty"}', 'an amnesty'),
  ('nothing', '{"mark": "travel"}', 'a journey'),
  ('nothing', '{"mark": "freeze", "freeze_granted_on": "2026-03-01"}', 'a freeze of the day before'),
  ('23514 a_freeze_is_older_than_the_day_it_covers', '{"mark": "freeze", "freeze_granted_on": "2026-03-02"}', 'one of the day itself'),
  ('23514 a_freeze_has_its_day_of_grant', '{"mark": "freeze"}', 'one that was never granted'),
  ('23514 a_freeze_has_its_day_of_grant', '{"mark": "pause", "freeze_granted_on": "2026-03-01"}', 'one that covers nothing'),
  ('nothing', '{"mark": "repair", "paid_points": 50}', 'a repair'),
  ('nothing', '{"mark": "repair", "paid_points": 0}', 'one for nothing'),
  ('23514 paid_points_are_not_negative', '{"mark": "repair", "paid_points": -1}', 'one for less'),
  ('23514 a_repair_has_its_price', '{"mark": "repair"}', 'one of which nobody knows the price'),
  ('23514 a_repair_has_its_price', '{"mark": "amnesty", "paid_points": 0}', 'a price for what is no repair'),
  ('23514 a_repair_has_its_price', '{"paid_points": 50}', 'a price for a check-in');

select is(test.refusal_of_copy('app_private.day_marks', '{"day": "2026-03-02"}' || changes), expected, why) from cases;
select set_eq($$select split_part(expected, ' ', 2) from cases where expected like '23% %'$$, $$select test.constraints_of('app_private.day_marks')$$, 'every constraint of the table is tried');
