create or replace function app_rules.effects_obstacle(
  state app_private.user_states, rules app_private.rule_versions, gives app_public.effects
)
returns text
language sql immutable parallel safe
return case
  when (gives).freezes > 0 and cardinality(state.freezes) + (gives).freezes > rules.freezes_max then 'FZ001'
  when cardinality((gives).items) > 0 and not app_rules.inventory_holds(state.inventory, app_rules.item_quantities((gives).items), rules.inventory_max)
    then 'IN001'
end;

comment on function app_rules.effects_obstacle(app_private.user_states, app_private.rule_versions, app_public.effects) is
  'The code of what keeps effects from being applied whole: FZ001 freezes do not fit, IN001 items do not fit; null when they do.';
