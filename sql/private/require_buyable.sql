create or replace function app_private.require_buyable(
  state app_private.user_states, rules app_private.rule_versions, item_id text, item app_private.items, quantity int
)
returns void
language plpgsql stable
as $$
declare
  v_quantity_max constant int := 1000;
begin
  perform app_private.require_item(item_id, item);
  if (quantity between 1 and v_quantity_max) is not true then
    perform app_private.refuse('QT001', format('A quantity is from 1 to %s.', v_quantity_max), 'Buy at least 1.');
  elsif not item.on_sale then
    perform app_private.refuse('IT002', format('"%s" is not on sale.', item.title), 'Those that you have can still be used.');
  elsif state.points < item.price_points * quantity then
    perform app_private.refuse('PT001', format('%s of "%s" cost %s points, and you have %s.',
      quantity, item.title, item.price_points * quantity, state.points), 'Earn or claim more points first.');
  elsif not app_rules.inventory_holds(state.inventory, jsonb_build_object(item.id, quantity), rules.inventory_max) then
    perform app_private.refuse('IN001', format('Your inventory holds at most %s different items, and a limited number of each: "%s" would not fit.',
      rules.inventory_max, item.title), 'Use up or discard an item first.');
  end if;
end
$$;

comment on function app_private.require_buyable(
  app_private.user_states, app_private.rule_versions, text, app_private.items, int
) is 'Refuses a purchase that cannot be made, saying why.';
