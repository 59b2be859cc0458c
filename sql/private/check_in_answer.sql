-- Made of what is stored, so that the first answer and every repeat are the same.
create or replace function app_private.check_in_answer(
  mark app_private.day_marks, already_checked_in boolean, outcome app_private.outcome
)
returns app_public.check_in_result
language plpgsql stable
as $$
declare
  v_entry constant app_public.journal_entries := outcome.entry;
  v_unlocked constant app_public.unlocked_reward[] := app_private.unlocked_by(outcome);
begin
  return row(mark.day, mark.mark, mark.marked_at, already_checked_in, app_rules.amounts_given(v_entry), v_entry.freezes_used,
    v_unlocked, app_private.claimed_of(mark.user_id, v_unlocked), app_private.present(outcome.after))::app_public.check_in_result;
end
$$;

comment on function app_private.check_in_answer(app_private.day_marks, boolean, app_private.outcome) is
  'What a stored check-in was and gave.';
