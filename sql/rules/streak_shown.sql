create or replace function app_rules.streak_shown(
  state app_private.user_states, rules app_private.rule_versions, today date, expires_at timestamptz,
  repair app_public.streak_repair
)
returns app_public.streak
language sql immutable parallel safe
return row(
  state.run_length,
  state.longest_streak,
  app_rules.streak_status(state, today),
  expires_at,
  state.run_started_on,
  state.last_check_in_day,
  state.check_ins,
  cardinality(state.freezes),
  rules.freezes_max,
  case when state.run_length > 0 and state.paused_until >= today then state.paused_from end,
  case when state.run_length > 0 and state.paused_until >= today then state.paused_until end,
  repair
)::app_public.streak;

comment on function app_rules.streak_shown(
  app_private.user_states, app_private.rule_versions, date, timestamptz, app_public.streak_repair
) is 'The streak of a settled state as clients see it.';
