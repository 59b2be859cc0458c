select plan(17);

-- What becomes of the days after 2026-03-10.
create function test.days(changes jsonb, excused text, through date) returns text
language sql
return (
  select test.words(array_agg(d.*::app_private.marked_day order by d.day))
  from unnest(app_rules.bridged_days(test.state('{"check_ins": 5, "run_length": 5, "longest_streak": 5, "run_started_on": "2026-03-06",
    "last_marked_day": "2026-03-10", "last_check_in_day": "2026-03-10"}' || changes), through, excused::datemultirange)) as d);

select is(test.days(c.changes, c.excused, c.through), c.days, c.why)
from (values
  ('{"paused_from": "2026-03-11", "paused_until": "2026-03-12"}'::jsonb, null, '2026-03-11'::date, '03-11 pause', 'a pause bridges its days that have ended'),
  ('{"paused_from": "2026-03-11", "paused_until": "2026-03-12"}', null, '2026-03-13', '03-11 pause, 03-12 pause, 03-13 missed', 'all of them, and no more'),
  ('{"paused_from": "2026-03-12", "paused_until": "2026-03-13"}', null, '2026-03-13', '03-11 missed', 'one that begins later comes too late'),
  ('{"paused_from": "2026-03-12", "paused_until": "2026-03-13", "freezes": ["2026-03-01"]}', null, '2026-03-14', '03-11 freeze of 03-01, 03-12 pause, 03-13 pause, 03-14 missed', 'unless a freeze leads to it'),
  ('{"paused_from": "2026-03-01", "paused_until": "2026-03-03", "freezes": []}', null, '2026-03-14', '03-11 missed', 'one that is over bridges nothing'),
  ('{"paused_from": "2026-03-01", "paused_until": "2026-03-11"}', null, '2026-03-14', '03-11 pause, 03-12 missed', 'one that began before the last mark bridges what is left of it'),
  ('{"paused_from": "2026-03-11", "paused_until": "2026-03-12", "freezes": ["2026-03-01"]}', null, '2026-03-14', '03-11 pause, 03-12 pause, 03-13 freeze of 03-01, 03-14 missed', 'a freeze is kept for after it'),
  ('{}', '{[2026-03-11,2026-03-12]}', '2026-03-13', '03-11 amnesty, 03-12 amnesty, 03-13 missed', 'an amnesty bridges its days'),
  ('{"freezes": ["2026-03-01"]}', '{[2026-03-11,2026-03-11]}', '2026-03-13', '03-11 amnesty, 03-12 freeze of 03-01, 03-13 missed', 'and saves the freeze'),
  ('{"freezes": ["2026-03-01"]}', '{[2026-03-12,2026-03-12]}', '2026-03-13', '03-11 freeze of 03-01, 03-12 amnesty, 03-13 missed', 'but for the days before it'),
  ('{"freezes": ["2026-03-12"]}', '{[2026-03-11,2026-03-12]}', '2026-03-14', '03-11 amnesty, 03-12 amnesty, 03-13 freeze of 03-12, 03-14 missed', 'a freeze granted in the meantime covers the days after'),
  ('{"paused_from": "2026-03-11", "paused_until": "2026-03-12"}', '{[2026-03-12,2026-03-13]}', '2026-03-14', '03-11 pause, 03-12 pause, 03-13 amnesty, 03-14 missed', 'a pause goes before an amnesty'),
  ('{"paused_from": "2026-03-13", "paused_until": "2026-03-13"}', '{[2026-03-11,2026-03-11],[2026-03-15,2026-03-15]}', '2026-03-15', '03-11 amnesty, 03-12 missed', 'at the first day without any the run ends, whatever comes after'),
  ('{"last_marked_day": "2011-12-29", "zone": "Pacific/Apia"}', null, '2012-01-02', '12-30 travel, 12-31 missed', 'a day without hours is a journey'),
  ('{"last_marked_day": "2011-12-29", "zone": "Pacific/Apia", "freezes": ["2011-12-01"]}', null, '2012-01-02', '12-30 travel, 12-31 freeze of 12-01, 01-01 missed', 'and costs no freeze'),
  ('{"run_length": 0, "run_started_on": null, "paused_from": "2026-03-11", "paused_until": "2026-03-12", "freezes": ["2026-03-01"]}', '{[2026-03-11,2026-03-15]}', '2026-03-15', '', 'without a live run there is nothing to bridge'),
  ('{"check_ins": 0, "run_length": 0, "longest_streak": 0, "run_started_on": null, "last_marked_day": null, "last_check_in_day": null}', '{[2026-03-11,2026-03-15]}', '2026-03-15', '', 'nor before the first check-in')
) as c(changes, excused, through, days, why);
