-- More of an item that is held already is not one more: it fits whatever the maximum has become.
create or replace function app_rules.inventory_holds(inventory jsonb, items jsonb, inventory_max int)
returns boolean
language sql immutable parallel safe
return case
  when items = '{}' then true
  when items - array(select jsonb_object_keys(inventory)) <> '{}'
    and (select count(*) from jsonb_object_keys(inventory || items)) > inventory_max then false
  when num_nulls(inventory, items, inventory_max) = 0 then
    not jsonb_path_exists(app_rules.inventory_after_delta(inventory, items), '$.* ? (@ > 999999999)')
end;

comment on function app_rules.inventory_holds(jsonb, jsonb, int) is
  'Whether items (item id to quantity) fit into an inventory of at most inventory_max distinct items, 999,999,999 of each.';
