select plan(14);

create function test.run(freezes text, ended_through date) returns app_private.user_states
language sql
return app_rules.settle_streak(test.state(jsonb_build_object('check_ins', 9, 'run_length', 5, 'longest_streak', 8, 'run_started_on', '2026-03-05',
  'last_day', '2026-03-10', 'last_marked_day', '2026-03-09', 'last_check_in_day', '2026-03-09', 'last_travel_day', '2026-02-01',
  'freezes', to_jsonb(freezes::date[]))), ended_through);

select is(row(s.run_length, s.run_started_on, s.last_marked_day, s.last_freeze_day, s.freezes)::text, c.expected, c.why)
from (values
  ('{}', '2026-03-08'::date, '(5,2026-03-05,2026-03-09,,{})', 'with an ended day before the last marked one nothing happens'),
  ('{}', '2026-03-09', '(5,2026-03-05,2026-03-09,,{})', 'the marked day itself may have ended'),
  ('{}', '2026-03-10', '(0,,2026-03-09,,{})', 'one ended day without a freeze ends the run'),
  ('{2026-03-07}', '2026-03-09', '(5,2026-03-05,2026-03-09,,{2026-03-07})', 'a freeze is not used without need'),
  ('{2026-03-07}', '2026-03-10', '(5,2026-03-05,2026-03-10,2026-03-10,{})', 'a freeze bridges one day'),
  ('{2026-03-07}', '2026-03-11', '(0,,2026-03-10,2026-03-10,{})', 'and not two: the run ends after it'),
  ('{2026-03-01,2026-03-07}', '2026-03-10', '(5,2026-03-05,2026-03-10,2026-03-10,{2026-03-07})', 'the oldest goes first'),
  ('{2026-03-01,2026-03-07}', '2026-03-11', '(5,2026-03-05,2026-03-11,2026-03-11,{})', 'two bridge two'),
  ('{2026-03-01,2026-03-10}', '2026-03-20', '(0,,2026-03-11,2026-03-11,{})', 'one granted on the first missed day bridges the second'),
  ('{2026-03-01,2026-03-11}', '2026-03-20', '(0,,2026-03-10,2026-03-10,{2026-03-11})', 'one that cannot save the run is kept'),
  ('{2026-03-10}', '2026-03-10', '(0,,2026-03-09,,{2026-03-10})', 'so is one granted on the missed day')
) as c(freezes, ended_through, expected, why),
  lateral test.run(c.freezes, c.ended_through) as s;

select is(jsonb_agg(distinct to_jsonb(s) - '{run_length,run_started_on,last_marked_day,last_freeze_day,freezes}'::text[]),
  jsonb_build_array(to_jsonb(test.run('{}', '2026-03-09')) - '{run_length,run_started_on,last_marked_day,last_freeze_day,freezes}'::text[]),
  'nothing else changes: check-ins, the longest streak and the last check-in stay')
from (values ('{}', '2026-03-10'::date), ('{2026-03-07}', '2026-03-10'), ('{2026-03-07}', '2026-03-11')) as c(freezes, ended_through),
  lateral test.run(c.freezes, c.ended_through) as s;

select is(app_rules.settle_streak(test.state('{"freezes": ["2026-02-01"]}'), '2026-03-10'), test.state('{"freezes": ["2026-02-01"]}'),
  'who never checked in loses no freeze');
select is(app_rules.settle_streak(s, '2026-03-10'), s, 'a run that has ended costs no freeze')
from test.state('{"check_ins": 3, "longest_streak": 3, "last_marked_day": "2026-02-01", "last_check_in_day": "2026-02-01", "freezes": ["2026-01-20"]}') as s;
