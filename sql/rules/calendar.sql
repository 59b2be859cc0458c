create or replace function app_rules.calendar(marks app_private.day_marks[])
returns app_private.marked_day[]
language sql immutable parallel safe
return array(
  select row(m.day, m.mark, m.freeze_granted_on, m.paid_points)::app_private.marked_day
  from unnest(marks) as m order by m.day
);

comment on function app_rules.calendar(app_private.day_marks[]) is 'Some marks as the rules see a calendar, oldest first.';
