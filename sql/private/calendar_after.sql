-- An amnesty later on has taken the place of marks that only the journal still tells of.
create or replace function app_private.calendar_after(user_id uuid, sequence_number bigint)
returns app_private.day_marks[]
language plpgsql stable parallel safe
as $$
begin
  if exists (
    select from app_public.journal_entries as e
    where e.user_id = calendar_after.user_id and e.sequence_number > calendar_after.sequence_number and e.kind = 'amnesty'
  ) then
    return (app_private.replay_journal(user_id, sequence_number)).marks;
  end if;
  return app_private.marks_through(user_id, sequence_number);
end
$$;

grant execute on function app_private.calendar_after to app_user;
comment on function app_private.calendar_after(uuid, bigint) is 'A user''s calendar as a journal entry left it.';
