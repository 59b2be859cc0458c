select plan(38);

create temp table days (zone text, starts timestamptz, day date, why text);
insert into days values
  ('Africa/Cairo', '2026-04-23 22:00+00', '2026-04-24', 'Cairo skips midnight'),
  ('America/Santiago', '2026-09-06 04:00+00', '2026-09-06', 'Santiago skips midnight'),
  ('America/Havana', '2026-03-08 05:00+00', '2026-03-08', 'Havana skips midnight'),
  ('Asia/Beirut', '2026-03-28 22:00+00', '2026-03-29', 'Beirut skips midnight'),
  ('Atlantic/Azores', '2026-03-29 01:00+00', '2026-03-29', 'the Azores skip midnight'),
  ('America/Asuncion', '2024-10-06 04:00+00', '2024-10-06', 'Asuncion skips midnight'),
  ('Africa/Cairo', '2026-10-29 22:00+00', '2026-10-30', 'in Cairo 23:00 comes twice'),
  ('America/Santiago', '2026-04-05 04:00+00', '2026-04-05', 'in Santiago 23:00 comes twice'),
  ('Asia/Beirut', '2026-10-24 22:00+00', '2026-10-25', 'in Beirut 23:00 comes twice'),
  ('America/Asuncion', '2024-03-24 04:00+00', '2024-03-24', 'in Asuncion 23:00 comes twice'),
  ('America/Havana', '2026-11-01 04:00+00', '2026-11-01', 'in Havana midnight comes twice: the first one begins the day'),
  ('Atlantic/Azores', '2026-10-25 00:00+00', '2026-10-25', 'on the Azores midnight comes twice: the first one begins the day'),
  ('Australia/Lord_Howe', '2026-10-03 13:30+00', '2026-10-04', 'Lord Howe, before half an hour is skipped'),
  ('Australia/Lord_Howe', '2026-10-04 13:00+00', '2026-10-05', 'Lord Howe, after half an hour was skipped'),
  ('Australia/Lord_Howe', '2026-04-04 13:00+00', '2026-04-05', 'Lord Howe, before half an hour comes twice'),
  ('Australia/Lord_Howe', '2026-04-05 13:30+00', '2026-04-06', 'Lord Howe, after half an hour came twice');

select is(app_rules.local_day(starts, zone, 0), day, format('%s: %s begins at %s', why, day, starts at time zone 'UTC')) from days;
select is(app_rules.local_day(starts - interval '1 microsecond', zone, 0), day - 1, format('%s: a microsecond before it is the day before', why)) from days;

select is(app_rules.local_day('2026-11-01 05:00+00', 'America/Havana', 0), '2026-11-01', 'the second midnight in Havana is on the same day as the first');
select is(app_rules.local_day('2026-10-29 21:30+00', 'Africa/Cairo', 0), '2026-10-29', 'the second 23:30 in Cairo is on the same day as the first');

select is(app_rules.local_day('2011-12-30 09:59:59.999999+00', 'Pacific/Apia', 0), '2011-12-29', 'in Apia the 29th of December 2011 lasts until the clock skips a day');
select is(app_rules.local_day('2011-12-30 10:00+00', 'Pacific/Apia', 0), '2011-12-31', 'and then it is the 31st: nobody lives on the 30th');
select is(app_rules.local_day('2011-12-30 10:00+00', 'Pacific/Apia', 4), '2011-12-30', 'to who starts days at 4 the small hours of the 31st are the 30th');
select is(app_rules.local_day('2011-12-30 14:00+00', 'Pacific/Apia', 4), '2011-12-31', 'until 4');
