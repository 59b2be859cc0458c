create or replace function app_rules.calendar_with(calendar app_private.marked_day[], marks app_private.marked_day[])
returns app_private.marked_day[]
language plpgsql immutable parallel safe
as $$
begin
  if cardinality(marks) = 0 then
    return calendar;
  elsif cardinality(calendar) = 0 then
    return marks;
  end if;
  return array(
    select row(d.day, d.mark, d.freeze_granted_on, d.paid_points)::app_private.marked_day
    from (
      select distinct on (c.day) c.*
      from (
        select 1 as place, m.* from unnest(marks) as m
        union all
        select 2, m.* from unnest(calendar) as m
      ) as c
      order by c.day, c.place
    ) as d
    order by d.day
  );
end
$$;

comment on function app_rules.calendar_with(app_private.marked_day[], app_private.marked_day[]) is
  'A calendar with some days marked anew, oldest first.';
