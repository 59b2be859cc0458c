create or replace function app_private.what_if_beginning(
  user_id uuid, last app_public.journal_entries, catalogue app_private.proposed_reward[]
)
returns app_private.what_if_course
language plpgsql stable parallel safe
as $$
declare
  v_from constant bigint := coalesce(last.sequence_number, 0);
  v_course app_private.what_if_course;
begin
  v_course.state := app_rules.state_after(last);
  v_course.marks := app_private.calendar_after(user_id, v_from);
  v_course.unlocks := array(
    select u from app_private.reward_unlocks as u
    where u.user_id = what_if_beginning.user_id and (u.sequence_number <= v_from or not exists (
      select from unnest(catalogue) as c where (c.reward).id = u.reward_id and (c.reward).saved_at <= u.unlocked_at)));
  v_course.claims := array(
    select c from app_private.reward_claims as c
    where c.user_id = what_if_beginning.user_id and c.sequence_number <= v_from);
  v_course.to_be_reversed := array(
    select e.reverses from app_public.journal_entries as e
    where e.user_id = what_if_beginning.user_id and e.reverses > v_from);
  v_course.refused := 0;
  return v_course;
end
$$;

comment on function app_private.what_if_beginning(uuid, app_public.journal_entries, app_private.proposed_reward[]) is
  'Where a what-if begins: as the last entry before it left it, with those unlocks that the proposal does not decide anew.';
