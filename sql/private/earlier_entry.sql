-- Asked behind the user's lock: a twin in flight is waited for there, and a refused command has left nothing.
create or replace function app_private.earlier_entry(
  user_id uuid, idempotency_key uuid, kind app_public.journal_kind, asked jsonb
)
returns app_public.journal_entries
language plpgsql stable
as $$
declare
  v_entry app_public.journal_entries;
begin
  select e.* into v_entry from app_public.journal_entries as e
  where e.user_id = earlier_entry.user_id and e.idempotency_key = earlier_entry.idempotency_key;
  if found and (v_entry.kind, v_entry.asked) is distinct from (earlier_entry.kind, earlier_entry.asked) then
    perform app_private.refuse('IK001',
      format('The idempotency key %s belongs to another command, of %s.', idempotency_key, app_rules.iso_date(v_entry.day)),
      'Make a new key for each new command, and send the same one only to repeat it.');
  end if;
  return v_entry;
end
$$;

comment on function app_private.earlier_entry(uuid, uuid, app_public.journal_kind, jsonb) is
  'The entry of a command that was made with this idempotency key; null when there is none. IK001 when it was another command, or had other arguments.';
