-- Read back from what is stored, so that the first answer and every repeat are the same.
create or replace function app_private.entry_answer(
  entry app_public.journal_entries, replayed boolean, state app_private.user_states
)
returns app_public.command_result
language plpgsql stable
as $$
declare
  v_answer app_public.command_result;
begin
  v_answer.sequence_number := entry.sequence_number;
  v_answer.occurred_at := entry.occurred_at;
  v_answer.gave := app_rules.amounts_given(entry);
  v_answer.took := app_rules.amounts_taken(entry);
  v_answer.replayed := replayed;
  v_answer.unlocked := app_private.unlocked_by(entry.user_id, entry.sequence_number);
  v_answer.claimed := app_private.claimed_of(entry.user_id, v_answer.unlocked);
  v_answer.state := app_private.present(state);
  return v_answer;
end
$$;

comment on function app_private.entry_answer(app_public.journal_entries, boolean, app_private.user_states) is
  'What a stored command gave and took, with a settled state.';
