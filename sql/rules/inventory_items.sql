create or replace function app_rules.inventory_items(inventory jsonb)
returns app_public.inventory_item[]
language plpgsql immutable parallel safe
as $$
begin
  if inventory = '{}' then
    return '{}';
  end if;
  return (
    select array_agg(row(held.item_id, held.quantity::int)::app_public.inventory_item order by held.item_id)
    from jsonb_each_text(inventory) as held(item_id, quantity));
end
$$;

comment on function app_rules.inventory_items(jsonb) is 'An inventory as a list, by item id.';
