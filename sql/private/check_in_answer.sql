-- Read back from what is stored, so that the first answer and every repeat are the same.
create or replace function app_private.check_in_answer(
  mark app_private.day_marks, already_checked_in boolean, state app_private.user_states
)
returns app_public.check_in_result
language plpgsql stable
as $$
declare
  v_answer app_public.check_in_result;
begin
  v_answer.day := mark.day;
  v_answer.mark := mark.mark;
  v_answer.checked_in_at := mark.marked_at;
  v_answer.already_checked_in := already_checked_in;
  v_answer.gave := app_private.given_by(mark.user_id, mark.sequence_number);
  v_answer.freezes_used := (
    select e.freezes_used from app_public.journal_entries as e
    where e.user_id = mark.user_id and e.sequence_number = mark.sequence_number);
  v_answer.unlocked := app_private.unlocked_by(mark.user_id, mark.sequence_number);
  v_answer.claimed := app_private.claimed_by(mark.user_id, mark.sequence_number);
  v_answer.state := app_private.present(state);
  return v_answer;
end
$$;

comment on function app_private.check_in_answer(app_private.day_marks, boolean, app_private.user_states) is
  'What a stored check-in was and gave, with a settled state.';
