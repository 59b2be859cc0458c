select plan(28);

create function test.run(freezes text, ended_through date, changes jsonb default '{}', excused text default null) returns app_private.user_states
language sql
return app_rules.settle_streak(test.state(jsonb_build_object('check_ins', 9, 'run_length', 5, 'longest_streak', 8, 'run_started_on', '2026-03-05',
  'last_day', '2026-03-10', 'last_marked_day', '2026-03-09', 'last_check_in_day', '2026-03-09', 'last_travel_day', '2026-02-01',
  'freezes', to_jsonb(freezes::date[])) || changes), ended_through, excused::datemultirange);

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

select is(row(s.run_length, s.run_started_on, s.last_marked_day, s.last_freeze_day, s.freezes)::text, c.expected, c.why)
from (values
  ('{}', '2026-03-11'::date, '{"paused_from": "2026-03-10", "paused_until": "2026-03-12"}'::jsonb, null, '(5,2026-03-05,2026-03-11,,{})', 'a pause bridges what has ended of it'),
  ('{}', '2026-03-12', '{"paused_from": "2026-03-10", "paused_until": "2026-03-12"}', null, '(5,2026-03-05,2026-03-12,,{})', 'and all of it'),
  ('{}', '2026-03-13', '{"paused_from": "2026-03-10", "paused_until": "2026-03-12"}', null, '(0,,2026-03-12,,{})', 'and no more: the run ends after it'),
  ('{2026-03-07}', '2026-03-12', '{"paused_from": "2026-03-10", "paused_until": "2026-03-12"}', null, '(5,2026-03-05,2026-03-12,,{2026-03-07})', 'no freeze is used under a pause'),
  ('{2026-03-07}', '2026-03-13', '{"paused_from": "2026-03-10", "paused_until": "2026-03-12"}', null, '(5,2026-03-05,2026-03-13,2026-03-13,{})', 'but after it'),
  ('{2026-03-07}', '2026-03-11', '{"paused_from": "2026-03-11", "paused_until": "2026-03-12"}', null, '(5,2026-03-05,2026-03-11,2026-03-10,{})', 'or before it: the last day under a freeze is not the last that is bridged'),
  ('{}', '2026-03-10', '{"paused_from": "2026-03-11", "paused_until": "2026-03-12"}', null, '(0,,2026-03-09,,{})', 'a day missed before the pause ends the run'),
  ('{2026-03-07}', '2026-03-11', '{}', '{[2026-03-10,2026-03-11]}', '(5,2026-03-05,2026-03-11,,{2026-03-07})', 'an amnesty bridges its days, and no freeze is used'),
  ('{2026-03-07}', '2026-03-13', '{}', '{[2026-03-10,2026-03-11]}', '(0,,2026-03-12,2026-03-12,{})', 'but after it, and then the run ends'),
  ('{}', '2026-03-13', '{}', '{[2026-03-11,2026-03-13]}', '(0,,2026-03-09,,{})', 'a day missed before the amnesty ends the run'),
  ('{}', '2012-01-01', '{"zone": "Pacific/Apia", "last_marked_day": "2011-12-29"}', null, '(0,,2011-12-30,,{})', 'a day without hours does not end it, the day after does')
) as c(freezes, ended_through, changes, excused, expected, why),
  lateral test.run(c.freezes, c.ended_through, c.changes, c.excused) as s;

select is(s.last_travel_day, '2026-02-01'::date, 'a day without hours uses up no cover for journeys')
from test.run('{}', '2011-12-30', '{"zone": "Pacific/Apia", "last_marked_day": "2011-12-29"}') as s;
select is(row(s.paused_from, s.paused_until)::text, '(2026-03-10,2026-03-12)', 'a pause that is over stays in the state, until the next')
from test.run('{}', '2026-03-20', '{"paused_from": "2026-03-10", "paused_until": "2026-03-12"}') as s;

select is(jsonb_agg(distinct to_jsonb(s) - '{run_length,run_started_on,last_marked_day,last_freeze_day,freezes}'::text[]),
  jsonb_build_array(to_jsonb(test.run('{}', '2026-03-09')) - '{run_length,run_started_on,last_marked_day,last_freeze_day,freezes}'::text[]),
  'nothing else changes: check-ins, the longest streak and the last check-in stay')
from (values ('{}', '2026-03-10'::date, null), ('{2026-03-07}', '2026-03-10', null), ('{2026-03-07}', '2026-03-11', null), ('{2026-03-07}', '2026-03-14', '{[2026-03-10,2026-03-12]}'))
    as c(freezes, ended_through, excused),
  lateral test.run(c.freezes, c.ended_through, '{}', c.excused) as s;

select is(app_rules.settle_streak(test.state('{"freezes": ["2026-02-01"]}'), '2026-03-10', '{[2026-03-09,2026-03-10]}'), test.state('{"freezes": ["2026-02-01"]}'),
  'who never checked in loses no freeze');
select is(app_rules.settle_streak(s, '2026-03-10', null), s, 'a run that has ended costs no freeze')
from test.state('{"check_ins": 3, "longest_streak": 3, "last_marked_day": "2026-02-01", "last_check_in_day": "2026-02-01", "freezes": ["2026-01-20"]}') as s;
select is(app_rules.settle_streak(s, '2026-03-10', '{[2026-02-02,2026-02-28]}'), s, 'nor does a day that is excused bring it back: that is for the amnesty itself to do')
from test.state('{"check_ins": 3, "longest_streak": 3, "last_marked_day": "2026-02-01", "last_check_in_day": "2026-02-01", "freezes": ["2026-01-20"]}') as s;
