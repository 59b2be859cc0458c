create or replace function app_rules.after_use(
  state app_private.user_states, rules app_private.rule_versions, day date, item_id text, gives app_public.effects
)
returns app_private.user_states
language plpgsql immutable parallel safe
as $$
declare
  v_after app_private.user_states := app_rules.after_effects(state, rules, day, gives);
begin
  v_after.inventory := app_rules.inventory_after_delta(v_after.inventory, jsonb_build_object(item_id, -1));
  return v_after;
end
$$;

comment on function app_rules.after_use(
  app_private.user_states, app_private.rule_versions, date, text, app_public.effects
) is 'The settled state after one of an item was used for its effects. The caller has checked that it is held, and that the effects fit.';
