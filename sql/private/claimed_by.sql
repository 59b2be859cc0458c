create or replace function app_private.claimed_by(user_id uuid, sequence_number bigint)
returns app_public.claimed_reward[]
language sql stable
begin atomic
  select coalesce(array_agg(
    row(c.reward_id, r.title, c.period_key, c.claimed_at, c.automatic,
      app_private.given_by(c.user_id, c.sequence_number), c.rule_version_id)::app_public.claimed_reward
    order by c.sequence_number), '{}')
  from app_private.reward_unlocks as u
  join app_private.reward_claims as c
    on c.user_id = u.user_id and c.reward_id = u.reward_id and c.period_key = u.period_key and c.automatic
  join app_private.rewards as r on r.id = u.reward_id
  where u.user_id = claimed_by.user_id and u.sequence_number = claimed_by.sequence_number;
end;

comment on function app_private.claimed_by(uuid, bigint) is
  'What the command of a journal entry unlocked and then claimed automatically.';
