create or replace function app_private.unlock_rewards(state app_private.user_states, day date)
returns void
language sql volatile
begin atomic
  insert into app_private.reward_unlocks
    (user_id, reward_id, period_key, unlocked_at, claimable_until, rule_version_id, sequence_number, conditions, reward_revision)
  select state.user_id, r.id, p.key, state.last_occurred_at,
    app_rules.seconds_after(state.last_occurred_at, r.claim_within_hours * 3600::bigint),
    state.rule_version_id, state.sequence_number,
    (select coalesce(jsonb_object_agg(c.metric, c.at_least), '{}') from app_private.reward_conditions as c where c.reward_id = r.id),
    r.revision
  from app_private.rewards as r,
    lateral app_rules.period_key(r.repeats, unlock_rewards.day, state.run_started_on) as p(key)
  where r.enabled
    and app_rules.window_is_open(r.starts_at, r.ends_at, state.last_occurred_at)
    and p.key is not null
    and not exists (
      select from app_private.reward_conditions as c
      where c.reward_id = r.id and (app_rules.metric_value(c.metric, state) >= c.at_least) is not true)
    and not exists (
      select from app_private.reward_unlocks as u
      where u.user_id = state.user_id and u.reward_id = r.id and u.period_key = p.key)
  on conflict on constraint a_reward_is_unlocked_once_a_period do nothing;
end;

comment on function app_private.unlock_rewards(app_private.user_states, date) is
  'Stores an unlock of each reward whose conditions hold and which is not unlocked yet in the day''s period. One statement, whatever the number of rewards.';
