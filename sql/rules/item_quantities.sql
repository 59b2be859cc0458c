create or replace function app_rules.item_quantities(items app_public.inventory_item[])
returns jsonb
language sql immutable parallel safe
return case when items is not null then (
  select coalesce(jsonb_object_agg(i.item_id, i.quantity), '{}') from unnest(items) as i
) end;

comment on function app_rules.item_quantities(app_public.inventory_item[]) is
  'A list of items, each named once, as item id to quantity.';
