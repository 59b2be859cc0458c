create or replace function app_rules.inventory_after_grant(inventory jsonb, items jsonb)
returns jsonb
language sql immutable parallel safe
return case when num_nulls(inventory, items) = 0 then inventory || coalesce((
  select jsonb_object_agg(given.item_id, given.quantity::bigint + coalesce((inventory ->> given.item_id)::bigint, 0))
  from jsonb_each_text(items) as given(item_id, quantity)
), '{}') end;

comment on function app_rules.inventory_after_grant(jsonb, jsonb) is
  'The inventory (item id to quantity) after items were added to it.';
