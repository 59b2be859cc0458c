create or replace function app_private.reward_definition(reward app_private.rewards)
returns app_public.reward
language sql stable
begin atomic
  select row(
    reward.id, reward.title, reward.description,
    array(
      select row(c.metric, c.at_least)::app_public.condition
      from app_private.reward_conditions as c where c.reward_id = reward.id order by c.metric
    ),
    reward.gives, reward.repeats, reward.starts_at, reward.ends_at, reward.stock, reward.claim_within_hours,
    reward.auto_claim, reward.priority, reward.enabled
  )::app_public.reward;
end;

comment on function app_private.reward_definition(app_private.rewards) is 'A reward with its conditions, as operators configure it.';
