create or replace function app_rules.items_delta(before jsonb, after jsonb)
returns jsonb
language sql immutable parallel safe
return case when before = after then '{}' when num_nulls(before, after) = 0 then (
  select coalesce(jsonb_object_agg(i.item_id, i.delta) filter (where i.delta <> 0), '{}')
  from (
    select k.item_id, coalesce((after ->> k.item_id)::bigint, 0) - coalesce((before ->> k.item_id)::bigint, 0) as delta
    from jsonb_object_keys(before || after) as k(item_id)
  ) as i
) end;

comment on function app_rules.items_delta(jsonb, jsonb) is
  'What turns one inventory into another: item id to the quantity added or, if negative, taken.';
