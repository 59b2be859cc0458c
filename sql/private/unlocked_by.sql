create or replace function app_private.unlocked_by(outcome app_private.outcome)
returns app_public.unlocked_reward[]
language plpgsql stable
as $$
declare
  v_entry constant app_public.journal_entries := outcome.entry;
begin
  if v_entry.rewards_unlocked = 0 then
    return '{}';
  end if;
  return array(
    select row(u.reward_id, r.title, u.period_key, u.unlocked_at, u.claimable_until, u.rule_version_id)::app_public.unlocked_reward
    from app_private.reward_unlocks as u join app_private.rewards as r on r.id = u.reward_id
    where u.user_id = v_entry.user_id and u.sequence_number = v_entry.sequence_number
    order by r.priority, r.id);
end
$$;

comment on function app_private.unlocked_by(app_private.outcome) is 'What a command unlocked.';
