-- Mostly nothing unlocks, and a statement that could write costs more than one that looks.
-- Looked for are unmet conditions, once, and an unlock that there is, by its key: neither grows with the other.
create or replace function app_private.unlock_rewards(state app_private.user_states, day date)
returns boolean
language plpgsql volatile
as $$
declare
  v_reward_ids constant text[] := array(
    select r.id
    from (
      select s.id, app_rules.period_key(s.repeats, unlock_rewards.day, state.run_started_on) as period_key
      from app_private.rewards as s
      where s.enabled and app_rules.window_is_open(s.starts_at, s.ends_at, state.last_occurred_at)
    ) as r
    where r.period_key is not null
      and r.id <> all (array(
        select c.reward_id from app_private.reward_conditions as c
        where (app_rules.metric_value(c.metric, state) >= c.at_least) is not true))
      and (
        select u.user_id from app_private.reward_unlocks as u
        where u.user_id = state.user_id and u.reward_id = r.id and u.period_key = r.period_key) is null);
begin
  if cardinality(v_reward_ids) = 0 then
    return false;
  end if;
  insert into app_private.reward_unlocks
    (user_id, reward_id, period_key, unlocked_at, claimable_until, rule_version_id, sequence_number, conditions, reward_revision)
  select state.user_id, r.id, app_rules.period_key(r.repeats, unlock_rewards.day, state.run_started_on), state.last_occurred_at,
    app_rules.seconds_after(state.last_occurred_at, r.claim_within_hours * 3600::bigint),
    state.rule_version_id, state.sequence_number,
    (select coalesce(jsonb_object_agg(c.metric, c.at_least), '{}') from app_private.reward_conditions as c where c.reward_id = r.id),
    r.revision
  from app_private.rewards as r
  where r.id = any (v_reward_ids);
  return true;
end
$$;

comment on function app_private.unlock_rewards(app_private.user_states, date) is
  'Stores an unlock of each reward whose conditions hold and which is not unlocked yet in the day''s period, and returns whether there are any. One look, whatever the number of rewards.';
