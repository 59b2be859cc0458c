create or replace function app_private.with_amnesties(state app_private.user_states)
returns app_private.amnesty_step
language plpgsql stable parallel safe
as $$
declare
  v_all app_private.amnesty_step;
  v_step app_private.amnesty_step;
begin
  v_all.amnesty_id := app_private.last_amnesty_id();
  v_all.after := state;
  v_all.marks := '{}';
  if state.last_amnesty_id < v_all.amnesty_id then
    for v_step in select s.* from app_private.amnesty_steps(state) as s loop
      v_all.after := v_step.after;
      v_all.marks := app_rules.calendar_with(v_all.marks, v_step.marks);
    end loop;
    v_all.after.last_amnesty_id := v_all.amnesty_id;
  end if;
  return v_all;
end
$$;

grant execute on function app_private.with_amnesties to app_user;
comment on function app_private.with_amnesties(app_private.user_states) is
  'A stored state with every amnesty taken in, and the days that they mark. Writes nothing.';
