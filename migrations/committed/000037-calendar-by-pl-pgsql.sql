--! Previous: sha1:fe14354160563fd1f2257341ca7fff0feecffb44
--! Hash: sha1:34a90685b4e7131b658643f9d7156339b01d6774
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

-- Since migration 34: looks at each mark, and nobody waits.
alter table app_private.day_marks validate constraint is_a_day_mark;
