-- Read back from what is stored, so that the first answer and every repeat are the same.
create or replace function app_private.check_in_answer(
  mark app_private.day_marks, already_checked_in boolean, state app_private.user_states
)
returns app_public.check_in_result
language plpgsql stable
as $$
declare
  v_entry app_public.journal_entries;
  v_unlocked app_public.unlocked_reward[];
begin
  select e.* into strict v_entry from app_public.journal_entries as e
  where e.user_id = mark.user_id and e.sequence_number = mark.sequence_number;
  v_unlocked := app_private.unlocked_by(mark.user_id, mark.sequence_number);
  return row(mark.day, mark.mark, mark.marked_at, already_checked_in, app_rules.amounts_given(v_entry), v_entry.freezes_used,
    v_unlocked, app_private.claimed_of(mark.user_id, v_unlocked), app_private.present(state))::app_public.check_in_result;
end
$$;

comment on function app_private.check_in_answer(app_private.day_marks, boolean, app_private.user_states) is
  'What a stored check-in was and gave, with a settled state.';
