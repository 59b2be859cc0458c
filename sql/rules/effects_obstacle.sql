-- More of an item that is held already is not one more: it fits whatever the maximum has become.
create or replace function app_rules.effects_obstacle(
  state app_private.user_states, rules app_private.rule_versions, gives_freezes int, gives_items jsonb
)
returns text
language sql immutable parallel safe
return case
  when gives_freezes > 0 and cardinality(state.freezes) + gives_freezes > rules.freezes_max then 'FZ001'
  when gives_items - array(select jsonb_object_keys(state.inventory)) <> '{}'
    and (select count(*) from jsonb_object_keys(state.inventory || gives_items)) > rules.inventory_max then 'IN001'
  when jsonb_path_exists(app_rules.inventory_after_grant(state.inventory, gives_items), '$.* ? (@ > 999999999)') then 'IN001'
end;

comment on function app_rules.effects_obstacle(app_private.user_states, app_private.rule_versions, int, jsonb) is
  'The code of what keeps effects from being applied whole: FZ001 freezes do not fit, IN001 items do not fit; null when they do.';
