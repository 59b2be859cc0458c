select plan(17);

select is(app_rules.is_day_without_hours(c.day, c.zone, c.day_start_hour), c.expected, c.why)
from (values
  ('2011-12-29'::date, 'Pacific/Apia', 0, false, 'the day before Apia crossed the date line has 24 hours'),
  ('2011-12-30', 'Pacific/Apia', 0, true, 'the day that it left out has none'),
  ('2011-12-31', 'Pacific/Apia', 0, false, 'the day after has 24 again'),
  ('2011-12-30', 'Pacific/Apia', 4, false, 'from 4 am the day left out has the hours until then'),
  ('2011-12-30', 'Pacific/Apia', 5, false, 'so from 5 am'),
  ('2011-12-30', 'Pacific/Apia', 6, false, 'and from 6 am'),
  ('2011-12-30', 'Pacific/Fakaofo', 0, true, 'in Fakaofo they left out the same day'),
  ('2011-12-30', 'Pacific/Auckland', 0, false, 'in Auckland none'),
  ('2026-03-08', 'America/New_York', 0, false, 'a day of 23 hours is one with hours'),
  ('2026-03-29', 'Asia/Beirut', 0, false, 'so is one without a midnight'),
  ('2026-03-28', 'Asia/Beirut', 0, false, 'and the day before it'),
  ('2026-03-08', 'UTC', 0, false, 'any other day is')) as c(day, zone, day_start_hour, expected, why);
select is(app_rules.is_day_without_hours(null, 'UTC', 0), null, 'of no day nobody knows');
select is(app_rules.is_day_without_hours('2026-03-08', null, 0), null, 'nor without a zone');
select is(app_rules.is_day_without_hours('2026-03-08', 'UTC', null), null, 'nor without a day start');

-- A day has hours when one of the quarters of an hour around it belongs to it.
select is_empty($$
  select c.zone, h.day_start_hour, c.day + k.n as day
  from (values ('Pacific/Apia', '2011-12-30'::date), ('Pacific/Kwajalein', '1993-08-21'), ('Pacific/Kiritimati', '1994-12-31'),
      ('America/Havana', '2026-03-08'), ('Africa/Cairo', '2026-04-24'), ('Antarctica/Casey', '2019-10-04'), ('Antarctica/Troll', '2026-03-29')) as c(zone, day),
    unnest('{0,4,5,6}'::int[]) as h(day_start_hour), generate_series(-2, 3) as k(n)
  where app_rules.is_day_without_hours(c.day + k.n, c.zone, h.day_start_hour) = exists (
    select from generate_series(0, 4 * 72) as q(quarter)
    where app_rules.local_day((c.day + k.n - 1)::timestamp at time zone 'UTC' + q.quarter * interval '15 minutes', c.zone, h.day_start_hour) = c.day + k.n)
$$, 'a day without hours is one to which no instant belongs');
select is_empty($$
  select z.name, '2026-01-01'::date + d.n
  from app_private.zones as z, generate_series(60, 120) as d(n)
  where app_rules.is_day_without_hours('2026-01-01'::date + d.n, z.name, 0)
$$, 'nowhere is one in the spring of 2026');
