select plan(9);

select test.sign_in('alice');
select test.check_in_at('2026-03-01 12:00+00');
reset role;

create temp table cases (expected text, changes jsonb, why text);
insert into cases values
  ('nothing', '{}', 'another day'),
  ('nothing', jsonb_build_object('user_id', test.user_id('bob'), 'day', '2026-03-01'), 'another user'),
  ('23505 a_day_is_marked_once', '{"day": "2026-03-01"}', 'a second check-in on a day'),
  ('23505 a_day_is_marked_once', '{"day": "2026-03-01", "mark": "late"}', 'a late check-in on a day that has one'),
  ('23505 a_day_is_marked_once', '{"day": "2026-03-01", "mark": "freeze"}', 'a freeze on a day with a check-in'),
  ('22P02', '{"mark": "holiday"}', 'a mark that is none'),
  ('23502', '{"zone": null}', 'a day whose zone is not known'),
  ('23502', '{"day_start_hour": null}', 'a day whose start is not known');

select is(test.refusal_of_copy('app_private.day_marks', '{"day": "2026-03-02"}' || changes), expected, why) from cases;
select set_eq($$select split_part(expected, ' ', 2) from cases where expected like '23% %'$$, $$select test.constraints_of('app_private.day_marks')$$, 'every constraint of the table is tried');
