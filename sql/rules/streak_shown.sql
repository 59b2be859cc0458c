create or replace function app_rules.streak_shown(
  state app_private.user_states, rules app_private.rule_versions, today date, expires_at timestamptz
)
returns app_public.streak
language sql immutable parallel safe
return row(
  state.run_length,
  state.longest_streak,
  app_rules.streak_status(state.check_ins, state.run_length, state.last_marked_day,
    state.last_check_in_day, state.last_freeze_day, today),
  expires_at,
  state.run_started_on,
  state.last_check_in_day,
  state.check_ins,
  cardinality(state.freezes),
  rules.freezes_max
)::app_public.streak;

comment on function app_rules.streak_shown(app_private.user_states, app_private.rule_versions, date, timestamptz) is
  'The streak of a settled state as clients see it.';
