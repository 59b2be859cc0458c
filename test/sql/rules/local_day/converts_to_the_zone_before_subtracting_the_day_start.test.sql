select plan(25);

-- New York: 02:00 becomes 03:00 on 2026-03-08 (07:00 UTC), and 02:00 becomes 01:00 on 2026-11-01 (06:00 UTC).
select is(app_rules.local_day(c.starts - interval '1 microsecond', 'America/New_York', c.day_start_hour), c.day - 1,
  format('a microsecond before %s it is not yet %s when the day starts at %s', c.starts at time zone 'UTC', c.day, c.day_start_hour))
from (values
  ('2026-03-08 05:00+00'::timestamptz, 0, '2026-03-08'::date),
  ('2026-03-08 08:00+00', 4, '2026-03-08'),
  ('2026-03-08 09:00+00', 5, '2026-03-08'),
  ('2026-03-08 10:00+00', 6, '2026-03-08'),
  ('2026-03-09 04:00+00', 0, '2026-03-09'),
  ('2026-11-01 04:00+00', 0, '2026-11-01'),
  ('2026-11-01 09:00+00', 4, '2026-11-01'),
  ('2026-11-01 10:00+00', 5, '2026-11-01'),
  ('2026-11-01 11:00+00', 6, '2026-11-01'),
  ('2026-11-02 05:00+00', 0, '2026-11-02')) as c(starts, day_start_hour, day);
select is(app_rules.local_day(c.starts, 'America/New_York', c.day_start_hour), c.day,
  format('from %s on it is %s when the day starts at %s', c.starts at time zone 'UTC', c.day, c.day_start_hour))
from (values
  ('2026-03-08 05:00+00'::timestamptz, 0, '2026-03-08'::date),
  ('2026-03-08 08:00+00', 4, '2026-03-08'),
  ('2026-03-08 09:00+00', 5, '2026-03-08'),
  ('2026-03-08 10:00+00', 6, '2026-03-08'),
  ('2026-03-09 04:00+00', 0, '2026-03-09'),
  ('2026-11-01 04:00+00', 0, '2026-11-01'),
  ('2026-11-01 09:00+00', 4, '2026-11-01'),
  ('2026-11-01 10:00+00', 5, '2026-11-01'),
  ('2026-11-01 11:00+00', 6, '2026-11-01'),
  ('2026-11-02 05:00+00', 0, '2026-11-02')) as c(starts, day_start_hour, day);

select is(app_rules.local_day('2026-03-08 07:30+00', 'America/New_York', 3), '2026-03-08',
  'half past three on the morning of the change is that day''s when days start at 3: subtracting first would give the day before');
select is(app_rules.local_day(null, 'UTC', 0), null, 'no instant has no day');
select is(app_rules.local_day('2026-03-08 07:30+00', null, 0), null, 'nor has one without a zone');
select is(app_rules.local_day('2026-03-08 07:30+00', 'UTC', null), null, 'nor one without a day start');
select throws_ok($$select app_rules.local_day('2026-03-08 07:30+00', 'Mars/Olympus', 0)$$, '22023', null,
  'a zone that nobody knows is no zone');
