create or replace function app_rules.after_discard(state app_private.user_states, item_id text, quantity int)
returns app_private.user_states
language plpgsql immutable parallel safe
as $$
declare
  v_after app_private.user_states := state;
begin
  v_after.inventory := app_rules.inventory_after_delta(state.inventory, jsonb_build_object(item_id, -quantity));
  return v_after;
end
$$;

comment on function app_rules.after_discard(app_private.user_states, text, int) is
  'The settled state after items were thrown away. The caller has checked that so many are held.';
