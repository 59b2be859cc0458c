--! Previous: sha1:80c67a6f41182acd8f96eeb11ad273fa18e284f2
--! Hash: sha1:a1a1466e0d90776851eb6ff026c32b884e773377
--! Message: a kind of effect, filling energy up

-- A kind of effect: filling energy up, whatever the maximum is.
alter type app_public.effects add attribute fills_energy boolean;
comment on column app_public.effects.fills_energy is E'@notNull\n@hasDefault\nFills energy up to the maximum, whatever is missing and whatever the maximum is.';
--! Included rules/effects_with_defaults.sql
create or replace function app_rules.effects_with_defaults(gives app_public.effects)
returns app_public.effects
language sql immutable parallel safe
return row(
  coalesce((gives).points, 0),
  coalesce((gives).energy, 0),
  coalesce((gives).xp, 0),
  coalesce((gives).freezes, 0),
  coalesce((gives).items, '{}'),
  coalesce((gives).fills_energy, false)
)::app_public.effects;

comment on function app_rules.effects_with_defaults(app_public.effects) is
  'Effects as a caller gave them, nothing in the place of what was left out.';
--! EndIncluded rules/effects_with_defaults.sql
update app_private.rewards set gives.fills_energy = false;
update app_private.items set gives.fills_energy = false;
--! Included rules/after_effects.sql
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
  v_after.inventory := app_rules.inventory_after_delta(state.inventory, app_rules.item_quantities(gives.items));
  return v_after;
end
$$;

comment on function app_rules.after_effects(
  app_private.user_states, app_private.rule_versions, date, app_public.effects
) is 'The settled state after the effects of a reward, an item or a grant. The caller has checked that freezes and items fit.';
--! EndIncluded rules/after_effects.sql
