create or replace function app_rules.after_effects(
  state app_private.user_states, rules app_private.rule_versions, day date, gives app_public.effects
)
returns app_private.user_states
language plpgsql immutable parallel safe
as $$
declare
  v_after app_private.user_states := state;
begin
  v_after.points := state.points + gives.points;
  v_after.lifetime_points := state.lifetime_points + gives.points;
  v_after.energy := app_rules.energy_after_grant(
    case when gives.fills_energy then greatest(state.energy, rules.energy_max) else state.energy end, gives.energy, rules.energy_max, rules.energy_overfill);
  v_after.xp := state.xp + gives.xp;
  v_after.level := greatest(state.level, app_rules.level_for_xp(v_after.xp, rules.level_thresholds));
  v_after.freezes := app_rules.freezes_after_grant(state.freezes, day, gives.freezes);
  v_after.inventory := case when cardinality(gives.items) = 0 then state.inventory
    else app_rules.inventory_after_delta(state.inventory, app_rules.item_quantities(gives.items)) end;
  return v_after;
end
$$;

comment on function app_rules.after_effects(
  app_private.user_states, app_private.rule_versions, date, app_public.effects
) is 'The settled state after the effects of a reward, an item or a grant. The caller has checked that freezes and items fit.';
