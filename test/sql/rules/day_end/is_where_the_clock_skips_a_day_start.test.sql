-- Changes of the past that skipped the very hour at which some days start.
select plan(13);

create temp table ends (zone text, day_start_hour int, day date, ends_at timestamptz, why text);
insert into ends values
  ('Pacific/Apia', 0, '2011-12-28', '2011-12-29 10:00+00', 'in Apia the 28th of December 2011 ends as ever'),
  ('Pacific/Apia', 0, '2011-12-29', '2011-12-30 10:00+00', 'the 29th ends when the clock skips a day'),
  ('Pacific/Apia', 0, '2011-12-30', '2011-12-30 10:00+00', 'the 30th ends at that same instant: it lasts 0 hours'),
  ('Pacific/Apia', 0, '2011-12-31', '2011-12-31 10:00+00', 'the 31st lasts 24 hours again'),
  ('Pacific/Apia', 4, '2011-12-29', '2011-12-30 10:00+00', 'when days start at 4 the 29th too ends when the clock skips'),
  ('Pacific/Apia', 4, '2011-12-30', '2011-12-30 14:00+00', 'and the 30th is the 4 hours until then'),
  ('Pacific/Apia', 5, '2011-12-29', '2011-12-30 10:00+00', 'the same at 5'),
  ('Pacific/Apia', 6, '2011-12-29', '2011-12-30 10:00+00', 'the same at 6'),
  ('Pacific/Apia', 6, '2011-12-30', '2011-12-30 16:00+00', 'with a 30th of 6 hours'),
  ('Antarctica/Casey', 4, '2019-10-03', '2019-10-03 19:00+00', 'at Casey 3 hours were skipped at 3 in the morning, 4 among them'),
  ('Asia/Hong_Kong', 4, '1979-05-12', '1979-05-12 19:30+00', 'in Hong Kong an hour was skipped at half past 3'),
  ('Asia/Hong_Kong', 5, '1979-05-12', '1979-05-12 20:00+00', 'which did not touch days that start at 5');

select is(app_rules.day_end(day, zone, day_start_hour), ends_at, why) from ends;
select is_empty($$select * from ends where app_rules.local_day(ends_at, zone, day_start_hour) <= day
  or app_rules.local_day(ends_at - interval '1 microsecond', zone, day_start_hour) > day$$,
  'each of them is the first instant of a later day');
