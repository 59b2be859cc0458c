-- Read back from what is stored, so that the first answer and every repeat are the same.
create or replace function app_private.repair_answer(
  mark app_private.day_marks, already_repaired boolean, state app_private.user_states
)
returns app_public.repair_streak_result
language plpgsql stable
as $$
declare
  v_answer app_public.repair_streak_result;
begin
  v_answer.days := array(
    select m.day from app_private.day_marks as m
    where m.user_id = mark.user_id and m.sequence_number = mark.sequence_number and m.mark = 'repair'
    order by m.day);
  v_answer.points := (
    select -e.points_delta from app_public.journal_entries as e
    where e.user_id = mark.user_id and e.sequence_number = mark.sequence_number);
  v_answer.already_repaired := already_repaired;
  v_answer.unlocked := app_private.unlocked_by(mark.user_id, mark.sequence_number);
  v_answer.claimed := app_private.claimed_of(mark.user_id, v_answer.unlocked);
  v_answer.state := app_private.present(state);
  return v_answer;
end
$$;

comment on function app_private.repair_answer(app_private.day_marks, boolean, app_private.user_states) is
  'What a stored repair was and cost, with a settled state.';
