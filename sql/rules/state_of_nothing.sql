create or replace function app_rules.state_of_nothing(starting_state app_private.user_states)
returns app_private.user_states
language plpgsql immutable parallel safe
as $$
declare
  v_nothing app_private.user_states := starting_state;
begin
  v_nothing.sequence_number := 0;
  v_nothing.energy := 0;
  v_nothing.freezes := '{}';
  return v_nothing;
end
$$;

comment on function app_rules.state_of_nothing(app_private.user_states) is
  'What the first entry begins with: the starting state without what it gives.';
