select plan(32);

create temp table deadlines (zone text, day_start_hour int, grace int, day date, deadline timestamptz);
insert into deadlines values
  ('UTC', 0, 0, '2026-03-07', '2026-03-08 00:00+00'),
  ('UTC', 0, 1, '2026-03-07', '2026-03-08 00:01+00'),
  ('UTC', 0, 120, '2026-03-07', '2026-03-08 02:00+00'),
  ('UTC', 0, 720, '2026-03-07', '2026-03-08 12:00+00'),
  ('UTC', 6, 120, '2026-03-07', '2026-03-08 08:00+00'),
  ('America/New_York', 0, 120, '2026-03-07', '2026-03-08 07:00+00'),
  ('America/New_York', 0, 180, '2026-03-07', '2026-03-08 08:00+00'),
  ('America/New_York', 4, 120, '2026-03-07', '2026-03-08 10:00+00'),
  ('America/New_York', 0, 120, '2026-10-31', '2026-11-01 06:00+00'),
  ('America/New_York', 0, 180, '2026-10-31', '2026-11-01 07:00+00'),
  ('America/Havana', 0, 120, '2026-10-31', '2026-11-01 06:00+00'),
  ('Africa/Cairo', 0, 120, '2026-04-23', '2026-04-24 00:00+00'),
  ('Africa/Cairo', 0, 120, '2026-10-29', '2026-10-30 00:00+00'),
  ('Australia/Lord_Howe', 0, 120, '2026-10-03', '2026-10-03 15:30+00');

select is(app_rules.ended_through(deadline - interval '1 microsecond', zone, day_start_hour, grace), day - 1,
  format('%s in %s from %s o''clock with %s minutes of grace: a microsecond before %s it has not ended', day, zone, day_start_hour, grace, deadline at time zone 'UTC'))
from deadlines;
select is(app_rules.ended_through(deadline, zone, day_start_hour, grace), day,
  format('%s in %s from %s o''clock with %s minutes of grace: at %s it has', day, zone, day_start_hour, grace, deadline at time zone 'UTC'))
from deadlines;

select is(app_rules.ended_through('2011-12-30 09:59:59.999999+00', 'Pacific/Apia', 0, 0), '2011-12-28', 'in Apia the day before the one that was skipped ends with it:');
select is(app_rules.ended_through('2011-12-30 10:00+00', 'Pacific/Apia', 0, 0), '2011-12-30', 'both are over at the same instant');

select is(app_rules.ended_through(null, 'UTC', 0, 0), null, 'by no instant nothing has ended');
select is(app_rules.ended_through('2026-03-08 00:00+00', 'UTC', 0, null), null, 'without a grace nothing is known');
