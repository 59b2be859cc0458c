create or replace function app_rules.items_given(items_delta jsonb)
returns jsonb
language plpgsql immutable parallel safe
as $$
begin
  if items_delta is null or items_delta = '{}' then
    return items_delta;
  end if;
  return (
    select coalesce(jsonb_object_agg(i.item_id, i.delta) filter (where i.delta > 0), '{}')
    from (select d.item_id, d.delta::bigint as delta from jsonb_each_text(items_delta) as d(item_id, delta)) as i);
end
$$;

comment on function app_rules.items_given(jsonb) is 'Of what was added to and taken from an inventory, what was added: item id to quantity.';
