create or replace function app_private.clock_ahead_after(user_id uuid, sequence_number bigint)
returns bigint
language plpgsql stable parallel safe
as $$
begin
  if exists (
    select from app_private.user_states as s where s.user_id = clock_ahead_after.user_id and s.clock_ahead_seconds is not null
  ) then
    return (
      select coalesce(sum((e.asked ->> 'days')::bigint * 86400 + (e.asked ->> 'hours')::bigint * 3600), 0)
      from app_public.journal_entries as e
      where e.user_id = clock_ahead_after.user_id and e.kind = 'clock' and e.sequence_number <= clock_ahead_after.sequence_number);
  end if;
  return null;
end
$$;

grant execute on function app_private.clock_ahead_after to app_user;
comment on function app_private.clock_ahead_after(uuid, bigint) is
  'How far ahead a journal entry left a test user''s clock; null for everybody else.';
