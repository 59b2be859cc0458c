-- Each change of the clock from 2024 to 2030 in every zone of ours, found by sampling the offset week by week
-- and then day by day; four days around each; each day start.
select plan(4);

create temp table weeks as
select zone, at
from (
  select z.name as zone, n.at, n.at at time zone z.name at time zone 'UTC' - n.at as ahead,
    lag(n.at at time zone z.name at time zone 'UTC' - n.at) over (partition by z.name order by n.at) as ahead_before
  from app_private.zones as z, generate_series('2024-01-01 12:00+00'::timestamptz, '2031-01-01', interval '7 days') as n(at)
) as sampled
where ahead <> ahead_before;

create temp table changes as
select zone, at::date as day
from (
  select w.zone, n.at, n.at at time zone w.zone at time zone 'UTC' - n.at as ahead,
    lag(n.at at time zone w.zone at time zone 'UTC' - n.at) over (partition by w.zone, w.at order by n.at) as ahead_before
  from weeks as w, generate_series(w.at - interval '7 days', w.at, interval '1 day') as n(at)
) as sampled
where ahead <> ahead_before;

create temp table ends as
select d.*, app_rules.day_end(d.day, d.zone, d.day_start_hour) as ends_at
from (
  select distinct c.zone, h.day_start_hour, c.day + n.k as day
  from changes as c, unnest(array[0, 4, 5, 6]) as h(day_start_hour), generate_series(-2, 1) as n(k)
) as d;

select cmp_ok((select count(distinct zone) from changes), '>', 100::bigint, 'there are zones enough that change');
select is_empty('select * from ends where app_rules.local_day(ends_at, zone, day_start_hour) <> day + 1',
  'the end of a day belongs to the next: no day is lost');
select is_empty($$select * from ends where app_rules.local_day(ends_at - interval '1 microsecond', zone, day_start_hour) <> day$$,
  'and the microsecond before it to the day itself: no day is doubled');
select is_empty($$
  select * from (select *, ends_at - lag(ends_at) over (partition by zone, day_start_hour order by day) as lasted,
    day - lag(day) over (partition by zone, day_start_hour order by day) as days from ends) as e
  where days = 1 and lasted not between interval '23 hours' and interval '25 hours' and zone not in ('Antarctica/Troll', 'Antarctica/Vostok')
$$, 'days last 23 to 25 hours, but for two stations in the Antarctic');
