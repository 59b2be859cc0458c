create or replace function app_rules.energy_shown(state app_private.user_states, rules app_private.rule_versions)
returns app_public.energy
language sql immutable parallel safe
return row(
  state.energy,
  rules.energy_max,
  app_rules.energy_next_at(state.energy, state.energy_anchor, rules.energy_max, rules.energy_refill_seconds),
  app_rules.energy_full_at(state.energy, state.energy_anchor,
    rules.energy_max, rules.energy_refill_amount, rules.energy_refill_seconds),
  rules.energy_refill_amount,
  rules.energy_refill_seconds
)::app_public.energy;

comment on function app_rules.energy_shown(app_private.user_states, app_private.rule_versions) is
  'The energy of a settled state as clients see it.';
