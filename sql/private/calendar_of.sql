create or replace function app_private.calendar_of(user_id uuid)
returns app_private.marked_day[]
language plpgsql stable parallel safe
as $$
begin
  return array(
    select row(m.day, m.mark, m.freeze_granted_on, m.paid_points)::app_private.marked_day
    from app_private.day_marks as m
    where m.user_id = calendar_of.user_id
    order by m.day);
end
$$;

grant execute on function app_private.calendar_of to app_user;
comment on function app_private.calendar_of(uuid) is 'The stored marks of a user''s calendar, oldest first.';
