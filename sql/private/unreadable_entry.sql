create or replace function app_private.unreadable_entry(user_id uuid)
returns app_private.difference
language plpgsql stable
as $$
declare
  v_sequence_number bigint;
begin
  for v_sequence_number in
    select e.sequence_number from app_public.journal_entries as e
    where e.user_id = unreadable_entry.user_id order by e.sequence_number
  loop
    begin
      perform app_private.replay_journal(user_id, v_sequence_number);
    exception when data_exception or case_not_found then
      return row(v_sequence_number, 'The entry cannot be read: ' || sqlerrm || '.')::app_private.difference;
    end;
  end loop;
  return row(null, 'The journal cannot be read.')::app_private.difference;
end
$$;

comment on function app_private.unreadable_entry(uuid) is
  'The first entry of a user''s journal whose words or numbers are none, so that no rule can be asked.';
