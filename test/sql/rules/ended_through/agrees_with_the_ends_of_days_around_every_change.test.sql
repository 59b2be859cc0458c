-- The zones with the oddest changes, 2024 to 2030: every day of a change and its neighbours, each day start, three graces.
select plan(3);

create temp table deadlines as
select z.zone, h.day_start_hour, g.grace, d.day,
  app_rules.day_end(d.day, z.zone, h.day_start_hour) + make_interval(mins => g.grace) as deadline
from unnest(array['America/New_York', 'Africa/Cairo', 'America/Santiago', 'America/Havana', 'Asia/Beirut', 'Atlantic/Azores',
    'America/Asuncion', 'Australia/Lord_Howe', 'America/Nuuk', 'Africa/Casablanca', 'Antarctica/Troll']) as z(zone),
  lateral (
    select distinct s.day + n.k as day
    from (
      select at::date as day, at at time zone z.zone at time zone 'UTC' - at as ahead,
        lag(at at time zone z.zone at time zone 'UTC' - at) over (order by at) as ahead_before
      from generate_series('2024-01-01 12:00+00'::timestamptz, '2031-01-01', interval '1 day') as n(at)
    ) as s, generate_series(-2, 1) as n(k)
    where s.ahead <> s.ahead_before
  ) as d,
  unnest(array[0, 4, 5, 6]) as h(day_start_hour),
  unnest(array[0, 120, 720]) as g(grace);

select cmp_ok((select count(*) from deadlines), '>', 5000::bigint, 'there are days enough');
select is_empty('select * from deadlines where app_rules.ended_through(deadline, zone, day_start_hour, grace) <> day',
  'at its end and the grace a day is the last that has ended');
select is_empty($$select * from deadlines where app_rules.ended_through(deadline - interval '1 microsecond', zone, day_start_hour, grace) <> day - 1$$,
  'a microsecond before it is not');
