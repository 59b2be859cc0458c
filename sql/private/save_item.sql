create or replace function app_private.save_item(item app_public.item)
returns app_public.item
language plpgsql volatile
as $$
declare
  v_gives constant app_public.effects := app_rules.effects_with_defaults(item.gives);
  v_freezes_max constant int := (
    select max(v.freezes_max) from app_private.rules_from(app_private.clock()) as v);
  v_constraint text;
  v_column text;
begin
  -- Decide
  if v_gives.freezes > v_freezes_max then
    perform app_private.refuse('IT005', format('It gives %s freezes, and nobody can hold more than %s.', v_gives.freezes, v_freezes_max), 'Let it give fewer.');
  end if;

  -- Write
  insert into app_private.items (id, title, description, price_points, gives, on_sale)
  values (item.item_id, item.title, item.description, item.price_points, v_gives, coalesce(item.on_sale, true))
  on conflict (id) do update set
    title = excluded.title, description = excluded.description, price_points = excluded.price_points,
    gives = excluded.gives, on_sale = excluded.on_sale;

  -- Answer
  return row(item.item_id, item.title, item.description, item.price_points, v_gives, coalesce(item.on_sale, true))::app_public.item;
exception when integrity_constraint_violation then
  get stacked diagnostics v_constraint = constraint_name, v_column = column_name;
  perform app_private.refuse_invalid('IT005', 'The item', v_constraint, v_column);
end
$$;

comment on function app_private.save_item(app_public.item) is
  'Creates or changes an item as a whole. IT005 for one that breaks a rule or could never be used.';
