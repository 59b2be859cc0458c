create or replace function app_rules.are_item_quantities(items app_public.inventory_item[], quantity_max int)
returns boolean
language sql immutable parallel safe
return case when num_nulls(items, quantity_max) = 0 then (
  select count(*) = count(distinct i.item_id)
    and coalesce(bool_and(coalesce(i.item_id ~ '^[a-z][a-z0-9_]{0,62}$' and i.quantity between 1 and quantity_max, false)), true)
  from unnest(items) as i
) end;

comment on function app_rules.are_item_quantities(app_public.inventory_item[], int) is
  'Whether a list names each item once, with a quantity from 1 to quantity_max.';
