create or replace function app_private.state_with_amnesties(state app_private.user_states)
returns app_private.user_states
language plpgsql stable parallel safe
as $$
declare
  v_last constant int := app_private.last_amnesty_id();
  v_state app_private.user_states := state;
  v_step app_private.amnesty_step;
begin
  if state.last_amnesty_id < v_last then
    for v_step in select s.* from app_private.amnesty_steps(state) as s loop
      v_state := v_step.after;
    end loop;
    v_state.last_amnesty_id := v_last;
  end if;
  return v_state;
end
$$;

grant execute on function app_private.state_with_amnesties to app_user;
comment on function app_private.state_with_amnesties(app_private.user_states) is
  'A stored state with every amnesty taken in. Writes nothing.';
