create or replace function app_private.outcome_of(user_id uuid, sequence_number bigint, after app_private.user_states)
returns app_private.outcome
language plpgsql stable
as $$
declare
  v_entry app_public.journal_entries;
begin
  select e.* into strict v_entry from app_public.journal_entries as e
  where e.user_id = outcome_of.user_id and e.sequence_number = outcome_of.sequence_number;
  return row(v_entry, after)::app_private.outcome;
end
$$;

comment on function app_private.outcome_of(uuid, bigint, app_private.user_states) is
  'What an earlier command has come to. after: the state as a repeat shows it, which is that of now.';
