select plan(14);

-- A day of a run in words, from what differs from a check-in at noon in UTC.
create function pg_temp.why(changes jsonb)
returns text
language sql stable
return app_rules.run_day_why(jsonb_populate_record(null::app_private.run_day, '{"day": "2026-03-08", "mark": "check_in", "streak": 3, "ended": true,
  "zone": "UTC", "day_start_hour": 0, "rule_version_id": 1, "marked_at": "2026-03-08T12:00:00Z", "sequence_number": 5,
  "entry_day": "2026-03-09", "new_zone": "UTC", "new_day_start_hour": 0}' || changes));

select is(pg_temp.why('{}'), 'Checked in at 12:00 in UTC.', 'a check-in, at its time');
select is(pg_temp.why('{"zone": "Europe/Berlin", "marked_at": "2026-03-08T20:14:00Z"}'), 'Checked in at 21:14 in Europe/Berlin.', 'in the zone of the day');
select is(pg_temp.why('{"day_start_hour": 4, "marked_at": "2026-03-09T03:30:00Z"}'), 'Checked in at 2026-03-09 03:30 in UTC.', 'on another date, with it');
select is(pg_temp.why('{"mark": "late", "marked_at": "2026-03-09T01:00:00Z"}'), 'Checked in late at 2026-03-09 01:00 in UTC, within the grace.', 'a late check-in');
select is(pg_temp.why('{"mark": "freeze", "freeze_granted_on": "2026-03-07"}'), 'Missed; a freeze from 2026-03-07 saved the streak.', 'a freeze, and when it was granted');
select is(pg_temp.why('{"mark": "repair", "paid_points": 50}'), 'Missed, and repaired on 2026-03-09 for 50 points.', 'a repair, its day and its price');
select is(pg_temp.why('{"mark": "pause"}'), 'Paused.', 'a pause');
select is(pg_temp.why('{"mark": "amnesty", "amnesty": "Storm."}'), 'Excused by an amnesty: Storm.', 'an amnesty, and its reason');
select is(pg_temp.why('{"mark": "travel", "zone": "Europe/Berlin", "new_zone": "Asia/Tokyo", "new_day_start_hour": 4}'),
  'Skipped by a change of your time zone from Europe/Berlin to Asia/Tokyo.', 'a change of zone, from where to where');
select is(pg_temp.why('{"mark": "travel", "day_start_hour": 4}'), 'Skipped by a change of your day start from 4:00 to 0:00.', 'a change of the day start alone');
select is(pg_temp.why('{"mark": "travel"}'), 'Skipped by a change of zone or day start.', 'what is not known is not told');
select is(pg_temp.why('{"mark": "travel", "day": "2011-12-30", "zone": "Pacific/Apia", "new_zone": "Pacific/Apia"}'),
  'There was no such day in Pacific/Apia: the clock skips it.', 'a day without hours');
select is(pg_temp.why('{"mark": "travel", "day": "2011-12-30", "new_zone": "Pacific/Apia"}'),
  'There was no such day in Pacific/Apia: the clock skips it.', 'also when one has just come there');
select is(pg_temp.why('{"mark": "pause", "sequence_number": null, "marked_at": null, "rule_version_id": null, "new_zone": null, "new_day_start_hour": null}'),
  'Paused. Your next check-in or other action will record it.', 'that it is not stored yet');
