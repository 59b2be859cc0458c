-- Looked for are unmet conditions, once, and an unlock that there is, by its key: neither grows with the other.
create or replace function app_private.rewards_earned(state app_private.user_states, day date)
returns text[]
language plpgsql stable
as $$
begin
  return array(
    select r.id
    from (
      select s.id, app_rules.period_key(s.repeats, rewards_earned.day, state.run_started_on) as period_key
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
end
$$;

comment on function app_private.rewards_earned(app_private.user_states, date) is
  'The rewards whose conditions hold in a state and which are not unlocked yet in the day''s period. One look, whatever the number of rewards.';
