create or replace function app_rules.energy_shown(state app_private.user_states, rules app_private.rule_versions)
returns app_public.energy
language plpgsql immutable parallel safe
as $$
declare
  v_next_at timestamptz;
  v_full_at timestamptz;
begin
  if state.energy < rules.energy_max then
    v_next_at := app_rules.energy_next_at(state.energy, state.energy_anchor, rules.energy_max, rules.energy_refill_seconds);
    v_full_at := app_rules.energy_full_at(state.energy, state.energy_anchor,
      rules.energy_max, rules.energy_refill_amount, rules.energy_refill_seconds);
  end if;
  return row(state.energy, rules.energy_max, v_next_at, v_full_at,
    rules.energy_refill_amount, rules.energy_refill_seconds)::app_public.energy;
end
$$;

comment on function app_rules.energy_shown(app_private.user_states, app_private.rule_versions) is
  'The energy of a settled state as clients see it.';
