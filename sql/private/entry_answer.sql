-- Made of what is stored, so that the first answer and every repeat are the same.
create or replace function app_private.entry_answer(outcome app_private.outcome, replayed boolean)
returns app_public.command_result
language plpgsql stable
as $$
declare
  v_entry constant app_public.journal_entries := outcome.entry;
  v_answer app_public.command_result;
begin
  v_answer.sequence_number := v_entry.sequence_number;
  v_answer.occurred_at := v_entry.occurred_at;
  v_answer.gave := app_rules.amounts_given(v_entry);
  v_answer.took := app_rules.amounts_taken(v_entry);
  v_answer.replayed := replayed;
  v_answer.unlocked := app_private.unlocked_by(outcome);
  v_answer.claimed := app_private.claimed_of(v_entry.user_id, v_answer.unlocked);
  v_answer.state := app_private.present(outcome.after);
  return v_answer;
end
$$;

comment on function app_private.entry_answer(app_private.outcome, boolean) is
  'What a stored command gave and took. replayed: whether it was made before.';
