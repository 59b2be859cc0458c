select plan(13);

create function pg_temp.otherwise(changes jsonb)
returns text
language sql stable
return app_rules.run_day_otherwise(jsonb_populate_record(null::app_private.run_day,
  '{"day": "2026-03-08", "mark": "check_in", "streak": 3, "ended": true}' || changes));

select is(pg_temp.otherwise('{"streak": 1}'), 'The streak began with it.', 'the first check-in');
select is(pg_temp.otherwise('{"streak": 2}'), 'Without it the streak would have ended at 1 day on 2026-03-08.', 'the second: it counts itself');
select is(pg_temp.otherwise('{"mark": "late"}'), 'Without it the streak would have ended at 2 days on 2026-03-08.', 'a late one');
select is(pg_temp.otherwise('{"ended": false}'), 'Without it the streak would end at 2 days with this day.', 'a day that is not over');
select is(pg_temp.otherwise('{"otherwise_mark": "freeze"}'), 'Without it a freeze would have been used.', 'a freeze was in hand');
select is(pg_temp.otherwise('{"otherwise_mark": "freeze", "ended": false}'), 'Without it a freeze would be used.', 'or is');
select is(pg_temp.otherwise('{"otherwise_mark": "pause"}'), 'Without it the day would be paused.', 'a pause was open');
select is(pg_temp.otherwise('{"mark": "freeze"}'), 'Without a freeze the streak would have ended at 3 days on 2026-03-08.', 'a freeze: it does not count itself');
select is(pg_temp.otherwise('{"mark": "pause", "otherwise_mark": "amnesty"}'), 'Without the pause the day would be excused by an amnesty.', 'a pause under an amnesty');
select is(pg_temp.otherwise('{"mark": "amnesty", "otherwise_mark": "repair"}'), 'Without the amnesty your repair would have kept it.', 'an amnesty in the place of a repair');
select is(pg_temp.otherwise('{"mark": "travel"}'), 'Were such days not excused, the streak would have ended at 3 days on 2026-03-08.', 'a skipped day');
select is(pg_temp.otherwise('{"mark": "travel", "otherwise_mark": "travel"}'), 'Nobody can miss a day that is not there.', 'a day without hours');
select is(pg_temp.otherwise('{"mark": null}'), 'With a check-in on this day the streak would have been 4.', 'the missed day');
