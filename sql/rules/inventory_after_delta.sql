create or replace function app_rules.inventory_after_delta(inventory jsonb, items_delta jsonb)
returns jsonb
language sql immutable parallel safe
return case when items_delta = '{}' then inventory when num_nulls(inventory, items_delta) = 0 then (
  select coalesce(jsonb_object_agg(i.item_id, i.quantity) filter (where i.quantity <> 0), '{}')
  from (
    select k.item_id,
      coalesce((inventory ->> k.item_id)::bigint, 0) + coalesce((items_delta ->> k.item_id)::bigint, 0) as quantity
    from jsonb_object_keys(inventory || items_delta) as k(item_id)
  ) as i
) end;

comment on function app_rules.inventory_after_delta(jsonb, jsonb) is
  'The inventory (item id to quantity) after items were added to it or, where negative, taken. More than is held leaves what is no inventory, and no state takes.';
