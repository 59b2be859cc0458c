-- Looked for are unmet conditions, once, and an unlock that there is, by its key: neither grows with the other.
-- One statement finds and makes them, so that no reward changes in between.
create or replace function app_private.unlocks_earned(state app_private.user_states, day date, sequence_number bigint)
returns app_private.reward_unlocks[]
language plpgsql stable
as $$
begin
  return array(
    select row(state.user_id, r.id, r.period_key, state.last_occurred_at,
      app_rules.seconds_after(state.last_occurred_at, r.claim_within_hours * 3600::bigint),
      state.rule_version_id, unlocks_earned.sequence_number,
      (select coalesce(jsonb_object_agg(c.metric, c.at_least), '{}') from app_private.reward_conditions as c where c.reward_id = r.id),
      r.revision)::app_private.reward_unlocks
    from (
      select s.id, s.claim_within_hours, s.revision, app_rules.period_key(s.repeats, unlocks_earned.day, state.run_started_on) as period_key
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

comment on function app_private.unlocks_earned(app_private.user_states, date, bigint) is
  'The unlocks that an entry of this number has earned by the state it led to: of each reward whose conditions hold and which is not unlocked yet in the day''s period. One look, whatever the number of rewards. Writes nothing.';
