create or replace function app_rules.level_shown(state app_private.user_states, rules app_private.rule_versions)
returns app_public.level
language sql immutable parallel safe
return row(
  state.level,
  state.xp,
  rules.level_thresholds[state.level],
  rules.level_thresholds[state.level + 1],
  case when rules.level_thresholds[state.level + 1] > state.xp then rules.level_thresholds[state.level + 1] - state.xp
    when rules.level_thresholds[state.level + 1] <= state.xp then 0 end,
  app_rules.level_boost(state.level, rules.level_boosts_basis_points)
)::app_public.level;

comment on function app_rules.level_shown(app_private.user_states, app_private.rule_versions) is
  'The level of a state as clients see it, with what is missing to the next.';
