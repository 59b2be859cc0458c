create or replace function app_rules.after_purchase(
  state app_private.user_states, item_id text, quantity int, price_points bigint
)
returns app_private.user_states
language plpgsql immutable parallel safe
as $$
declare
  v_after app_private.user_states := state;
begin
  v_after.points := state.points - price_points * quantity;
  v_after.inventory := app_rules.inventory_after_delta(state.inventory, jsonb_build_object(item_id, quantity));
  return v_after;
end
$$;

comment on function app_rules.after_purchase(app_private.user_states, text, int, bigint) is
  'The settled state after items were bought for so many points each. The caller has checked points and room.';
