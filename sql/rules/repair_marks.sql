create or replace function app_rules.repair_marks(
  state app_private.user_states, calendar app_private.marked_day[], day date, missed_through date,
  excused datemultirange, repair_points bigint
)
returns app_private.marked_day[]
language sql immutable parallel safe
return array(
  select row(d.day, coalesce(d.cover, 'repair'), null, case when d.cover is null then repair_points end)::app_private.marked_day
  from (
    select max(c.day) filter (where c.day < repair_marks.day) as before,
      coalesce(min(c.day) filter (where c.day >= repair_marks.day), missed_through + 1) as after
    from unnest(calendar) as c
  ) as gap,
    generate_series(1, gap.after - gap.before - 1) as n(k),
    lateral (
      select gap.before + n.k as day, app_rules.day_cover(state, gap.before + n.k, excused) as cover
    ) as d
  where gap.after > repair_marks.day
  order by d.day
);

comment on function app_rules.repair_marks(
  app_private.user_states, app_private.marked_day[], date, date, datemultirange, bigint
) is 'The gap of a settled calendar that a day lies in, as a repair marks it: REPAIR, and its price, on each missed day; what a pause or an amnesty (excused: their days) covers is free. Empty when the day is in no gap.';
