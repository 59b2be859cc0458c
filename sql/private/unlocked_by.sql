create or replace function app_private.unlocked_by(user_id uuid, sequence_number bigint)
returns app_public.unlocked_reward[]
language plpgsql stable
as $$
begin
  return array(
    select row(u.reward_id, r.title, u.period_key, u.unlocked_at, u.claimable_until, u.rule_version_id)::app_public.unlocked_reward
    from app_private.reward_unlocks as u join app_private.rewards as r on r.id = u.reward_id
    where u.user_id = unlocked_by.user_id and u.sequence_number = unlocked_by.sequence_number
    order by r.priority, r.id);
end
$$;

comment on function app_private.unlocked_by(uuid, bigint) is 'What the command of a journal entry unlocked.';
