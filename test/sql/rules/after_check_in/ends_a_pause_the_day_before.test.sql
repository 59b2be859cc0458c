select plan(9);

select is(row(s.paused_from, s.paused_until)::text, c.expected, c.why)
from (values
  ('2026-03-10'::date, '2026-03-11'::date, '2026-03-15'::date, '(2026-03-11,2026-03-15)', 'the day before it begins leaves it'),
  ('2026-03-11', '2026-03-11', '2026-03-15', '(,)', 'its first day undoes it'),
  ('2026-03-12', '2026-03-11', '2026-03-15', '(2026-03-11,2026-03-11)', 'its second leaves one day of it'),
  ('2026-03-15', '2026-03-11', '2026-03-15', '(2026-03-11,2026-03-14)', 'its last cuts that one off'),
  ('2026-03-16', '2026-03-11', '2026-03-15', '(2026-03-11,2026-03-15)', 'the day after leaves what is over'),
  ('2026-03-11', '2026-03-11', '2026-03-11', '(,)', 'one of a day is undone'),
  ('2026-03-11', null, null, '(,)', 'without one there is none to end')) as c(day, paused_from, paused_until, expected, why),
  app_rules.after_check_in(test.state(jsonb_build_object('check_ins', 5, 'run_length', 3, 'run_started_on', '2026-03-01', 'longest_streak', 5, 'last_marked_day', '2026-03-09',
    'last_check_in_day', '2026-03-08', 'paused_from', c.paused_from, 'paused_until', c.paused_until)), test.rules(), c.day) as s;
select is(to_jsonb(app_rules.after_check_in(jsonb_populate_record(s, '{"paused_from": "2026-03-09", "paused_until": "2026-03-15"}'), test.rules(), '2026-03-11')) - '{paused_from,paused_until}'::text[],
  to_jsonb(app_rules.after_check_in(s, test.rules(), '2026-03-11')) - '{paused_from,paused_until}'::text[], 'all else is as without a pause')
from test.state('{"check_ins": 5, "run_length": 3, "run_started_on": "2026-03-01", "longest_streak": 5, "last_marked_day": "2026-03-10", "last_check_in_day": "2026-03-08"}') as s;
select is(row(s.paused_from, s.paused_until)::text, '(2026-03-11,2026-03-15)', 'a pause of an earlier run stays as it is')
from app_rules.after_check_in(test.state('{"check_ins": 5, "longest_streak": 5, "last_marked_day": "2026-03-15", "last_check_in_day": "2026-03-10", "paused_from": "2026-03-11", "paused_until": "2026-03-15"}'), test.rules(), '2026-03-20') as s;
