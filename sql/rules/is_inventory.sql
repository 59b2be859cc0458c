create or replace function app_rules.is_inventory(inventory jsonb)
returns boolean
language plpgsql immutable parallel safe
as $$
begin
  if inventory = '{}' then
    return true;
  end if;
  return jsonb_typeof(inventory) = 'object' and not exists (
    select from jsonb_each(inventory) as held(item_id, quantity)
    where jsonb_typeof(held.quantity) <> 'number' or held.quantity::text !~ '^[1-9][0-9]{0,8}$');
end
$$;

comment on function app_rules.is_inventory(jsonb) is
  'Whether this maps item ids to whole quantities of at least 1.';
