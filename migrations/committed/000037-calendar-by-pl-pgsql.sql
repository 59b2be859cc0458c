--! Previous: sha1:18db8acdc2e9ca4035d48485966a97eca7d1b94e
--! Hash: sha1:46ada961f25ab0622f0a924fe4393e0185dc159e
--! Message: calendar by PL/pgSQL

-- PL/pgSQL plans anew when the role changes, as the policies ask; and keeps its plan.
--! Included private/calendar_of.sql
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
--! EndIncluded private/calendar_of.sql
