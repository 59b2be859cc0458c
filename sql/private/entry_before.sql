create or replace function app_private.entry_before(user_id uuid, at timestamptz)
returns app_public.journal_entries
language sql stable parallel safe
begin atomic
  select e.* from app_public.journal_entries as e
  where e.user_id = entry_before.user_id and e.occurred_at < entry_before.at
  order by e.occurred_at desc, e.sequence_number desc
  limit 1;
end;

comment on function app_private.entry_before(uuid, timestamptz) is
  'The last journal entry of a user before an instant; null when there is none.';
