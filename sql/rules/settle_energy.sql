create or replace function app_rules.settle_energy(
  state app_private.user_states, rules app_private.rule_versions, at timestamptz
)
returns app_private.user_states
language plpgsql immutable parallel safe
as $$
declare
  v_settled app_private.user_states := state;
begin
  -- Mostly it is full already, or will be: what is left of an interval matters to the others alone.
  if state.energy < rules.energy_max then
    v_settled.energy := app_rules.energy_value(state.energy, state.energy_anchor, at,
      rules.energy_max, rules.energy_refill_amount, rules.energy_refill_seconds);
  end if;
  if v_settled.energy < rules.energy_max then
    v_settled.energy_anchor := app_rules.energy_anchor(state.energy, state.energy_anchor, at,
      rules.energy_max, rules.energy_refill_amount, rules.energy_refill_seconds);
  else
    v_settled.energy_anchor := at;
  end if;
  return v_settled;
end
$$;

comment on function app_rules.settle_energy(app_private.user_states, app_private.rule_versions, timestamptz) is
  'The state with its energy refilled up to an instant, under one rule version.';
