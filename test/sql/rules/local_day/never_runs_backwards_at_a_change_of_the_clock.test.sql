-- Every change of every zone from 2024 to 2030, found week by week, then day by day, then by the
-- quarter of an hour, on which all of them fall.
select plan(3);

create temp table weeks as
select zone, at
from (
  select z.name as zone, n.at, n.at at time zone z.name at time zone 'UTC' - n.at as ahead,
    lag(n.at at time zone z.name at time zone 'UTC' - n.at) over (partition by z.name order by n.at) as ahead_before
  from app_private.zones as z, generate_series('2024-01-01 00:00+00'::timestamptz, '2031-01-01', interval '7 days') as n(at)
) as sampled
where ahead <> ahead_before;

create temp table days as
select zone, at
from (
  select w.zone, n.at, n.at at time zone w.zone at time zone 'UTC' - n.at as ahead,
    lag(n.at at time zone w.zone at time zone 'UTC' - n.at) over (partition by w.zone, w.at order by n.at) as ahead_before
  from weeks as w, generate_series(w.at - interval '7 days', w.at, interval '1 day') as n(at)
) as sampled
where ahead <> ahead_before;

create temp table changes as
select zone, at
from (
  select d.zone, n.at, n.at at time zone d.zone at time zone 'UTC' - n.at as ahead,
    lag(n.at at time zone d.zone at time zone 'UTC' - n.at) over (partition by d.zone, d.at order by n.at) as ahead_before
  from days as d, generate_series(d.at - interval '1 day', d.at, interval '15 minutes') as n(at)
) as sampled
where ahead <> ahead_before;

select cmp_ok((select count(distinct zone) from changes), '>', 100::bigint, 'there are zones enough that change');
select is_empty($$
  select c.zone, c.at, h.day_start_hour
  from changes as c, unnest(array[0, 4, 5, 6]) as h(day_start_hour)
  where app_rules.local_day(c.at - interval '1 microsecond', c.zone, h.day_start_hour) > app_rules.local_day(c.at, c.zone, h.day_start_hour)
$$, 'at no change does the local day go back, whatever the day start');
select isnt_empty($$
  select c.zone, c.at
  from changes as c
  where app_rules.local_day(c.at - interval '1 microsecond', c.zone, 2) > app_rules.local_day(c.at, c.zone, 2)
$$, 'with days that start at 2 it would');
