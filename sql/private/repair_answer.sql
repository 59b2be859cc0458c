-- Made of what is stored, so that the first answer and every repeat are the same.
create or replace function app_private.repair_answer(already_repaired boolean, outcome app_private.outcome)
returns app_public.repair_streak_result
language plpgsql stable
as $$
declare
  v_entry constant app_public.journal_entries := outcome.entry;
  v_answer app_public.repair_streak_result;
begin
  v_answer.days := array(
    select m.day from app_private.day_marks as m
    where m.user_id = v_entry.user_id and m.sequence_number = v_entry.sequence_number and m.mark = 'repair'
    order by m.day);
  v_answer.points := -v_entry.points_delta;
  v_answer.already_repaired := already_repaired;
  v_answer.unlocked := app_private.unlocked_by(outcome);
  v_answer.claimed := app_private.claimed_of(v_entry.user_id, v_answer.unlocked);
  v_answer.state := app_private.present(outcome.after);
  return v_answer;
end
$$;

comment on function app_private.repair_answer(boolean, app_private.outcome) is
  'What a stored repair was and cost.';
