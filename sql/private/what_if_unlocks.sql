-- What unlocks_earned finds, of rewards that are proposed and not stored.
create or replace function app_private.what_if_unlocks(
  state app_private.user_states, day date, unlocks app_private.reward_unlocks[], catalogue app_private.proposed_reward[]
)
returns app_private.reward_unlocks[]
language sql stable parallel safe
return array(
  select row(state.user_id, (c.reward).id, p.key, state.last_occurred_at,
    app_rules.seconds_after(state.last_occurred_at, (c.reward).claim_within_hours * 3600::bigint),
    state.rule_version_id, state.sequence_number, null, null)::app_private.reward_unlocks
  from unnest(catalogue) with ordinality as c(reward, conditions, place),
    lateral app_rules.period_key((c.reward).repeats, what_if_unlocks.day, state.run_started_on) as p(key)
  where (c.reward).enabled
    and (c.reward).saved_at <= state.last_occurred_at
    and app_rules.window_is_open((c.reward).starts_at, (c.reward).ends_at, state.last_occurred_at)
    and p.key is not null
    and not exists (select from unnest(unlocks) as u where u.reward_id = (c.reward).id and u.period_key = p.key)
    and not exists (
      select from unnest(c.conditions) as k where (app_rules.metric_value(k.metric, state) >= k.at_least) is not true)
  order by c.place
);

comment on function app_private.what_if_unlocks(
  app_private.user_states, date, app_private.reward_unlocks[], app_private.proposed_reward[]
) is 'The unlocks that a command which led to this state would have made besides those there were, in the order of (priority, id).';
