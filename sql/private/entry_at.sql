create or replace function app_private.entry_at(user_id uuid, at timestamptz)
returns app_public.journal_entries
language sql stable parallel safe
begin atomic
  select e.* from app_public.journal_entries as e
  where e.user_id = entry_at.user_id and e.occurred_at <= entry_at.at
  order by e.occurred_at desc, e.sequence_number desc
  limit 1;
end;

grant execute on function app_private.entry_at to app_user;
comment on function app_private.entry_at(uuid, timestamptz) is
  'The journal entry that says what a user''s state was at an instant; null before the first.';
