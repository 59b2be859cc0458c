-- Settled energy that is full has its anchor at this instant already, so the anchor stays whatever is spent.
create or replace function app_rules.after_spend(state app_private.user_states, amount int)
returns app_private.user_states
language plpgsql immutable parallel safe
as $$
declare
  v_after app_private.user_states := state;
begin
  v_after.energy := state.energy - amount;
  return v_after;
end
$$;

comment on function app_rules.after_spend(app_private.user_states, int) is
  'The settled state after energy was spent. The caller has checked that there is enough.';
