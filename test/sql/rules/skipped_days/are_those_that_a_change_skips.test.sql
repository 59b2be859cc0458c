select plan(27);

create function test.skipped(changes jsonb, open_from date, excused text, travel_cover_days int) returns text
language sql
return test.words(app_rules.skipped_days(test.state('{"check_ins": 5, "run_length": 5, "longest_streak": 5, "run_started_on": "2026-03-05",
  "last_marked_day": "2026-03-09", "last_check_in_day": "2026-03-09", "freezes": ["2026-03-01"]}' || changes), open_from, excused::datemultirange, travel_cover_days));

select is(test.skipped(c.changes, c.open_from, null, 30), c.days, c.why)
from (values
  ('{}'::jsonb, '2026-03-09'::date, '', 'the marked day is open still: none'),
  ('{}', '2026-03-10', '', 'the day after it is: none'),
  ('{}', '2026-03-11', '03-10 travel', 'a day is skipped: one'),
  ('{}', '2026-03-12', '03-10 travel, 03-11 travel', 'two are: two'),
  ('{}', '2026-03-08', '', 'an earlier day is: none'),
  ('{"run_length": 0, "run_started_on": null}', '2026-03-12', '', 'without a run there is nothing to save'),
  ('{"last_travel_day": "2026-02-09"}', '2026-03-11', '', 'skipped 29 days after the last one: not yet'),
  ('{"last_travel_day": "2026-02-08"}', '2026-03-11', '03-10 travel', '30 days after it: again'),
  ('{"last_travel_day": "2026-02-07"}', '2026-03-11', '03-10 travel', '31 days after it: again'),
  ('{"last_travel_day": "2026-03-09"}', '2026-03-11', '', 'just after it: not'),
  ('{"last_travel_day": "2026-02-09"}', '2026-03-12', '03-10 travel, 03-11 travel', 'the last of the skipped days is what is counted to'),
  ('{"run_length": null}', '2026-03-11', '', 'of an unknown run nobody knows'),
  ('{"last_marked_day": null, "last_check_in_day": null}', '2026-03-11', '', 'nor without a marked day'),
  ('{}', null, '', 'nor to one')) as c(changes, open_from, days, why);
select is(test.skipped('{"last_travel_day": "2026-02-07"}', '2026-03-11', null, 32), '', 'the rules say how often: less than 32 days after it is too often for every 32 days');
select is(test.skipped('{"last_travel_day": "2026-03-09"}', '2026-03-11', null, 1), '03-10 travel', 'and not for every day');

select is(test.skipped(c.changes, c.open_from, c.excused, 30), c.days, c.why)
from (values
  ('{"paused_from": "2026-03-10", "paused_until": "2026-03-11"}'::jsonb, '2026-03-12'::date, null, '03-10 pause, 03-11 pause', 'days under a pause are paused'),
  ('{"paused_from": "2026-03-10", "paused_until": "2026-03-11", "last_travel_day": "2026-03-09"}', '2026-03-12', null, '03-10 pause, 03-11 pause', 'and need no cover'),
  ('{"paused_from": "2026-03-11", "paused_until": "2026-03-11"}', '2026-03-12', null, '03-10 travel, 03-11 pause', 'what is not under it needs one'),
  ('{"paused_from": "2026-03-11", "paused_until": "2026-03-11", "last_travel_day": "2026-03-08"}', '2026-03-12', null, '', 'and without it nothing is marked yet'),
  ('{"paused_from": "2026-03-10", "paused_until": "2026-03-10", "last_travel_day": "2026-03-08"}', '2026-03-12', null, '', 'whichever of them it is'),
  ('{"paused_from": "2026-03-11", "paused_until": "2026-03-11", "last_travel_day": "2026-02-09"}', '2026-03-12', null, '03-10 travel, 03-11 pause', 'the last skipped day is counted to, though it is paused'),
  ('{}', '2026-03-12', '{[2026-03-10,2026-03-11]}', '03-10 amnesty, 03-11 amnesty', 'days under an amnesty are excused'),
  ('{"last_travel_day": "2026-03-09"}', '2026-03-11', '{[2026-03-10,2026-03-11]}', '03-10 amnesty', 'and need no cover'),
  ('{}', '2026-03-13', '{[2026-03-11,2026-03-11]}', '03-10 travel, 03-11 amnesty, 03-12 travel', 'the others do'),
  ('{"last_marked_day": "2011-12-29", "zone": "Pacific/Apia", "last_travel_day": "2011-12-29"}', '2011-12-31', null, '12-30 travel', 'a day without hours needs none'),
  ('{"last_marked_day": "2011-12-29", "zone": "Pacific/Apia", "last_travel_day": "2011-12-29"}', '2012-01-01', null, '', 'the day after it does')
) as c(changes, open_from, excused, days, why);
