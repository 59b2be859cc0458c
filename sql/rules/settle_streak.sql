create or replace function app_rules.settle_streak(state app_private.user_states, ended_through date)
returns app_private.user_states
language plpgsql immutable parallel safe
as $$
declare
  v_settled app_private.user_states := state;
  v_missed constant int := ended_through - state.last_marked_day;
  v_used int;
begin
  if state.run_length = 0 or v_missed <= 0 then
    return state;
  end if;

  v_used := app_rules.freezes_used(state.freezes, state.last_marked_day, ended_through);
  if v_used > 0 then
    v_settled.freezes := state.freezes[v_used + 1:];
    v_settled.last_marked_day := state.last_marked_day + v_used;
    v_settled.last_freeze_day := v_settled.last_marked_day;
  end if;
  if v_used < v_missed then
    v_settled.run_length := 0;
    v_settled.run_started_on := null;
  end if;
  return v_settled;
end
$$;

comment on function app_rules.settle_streak(app_private.user_states, date) is
  'The state once every day through ended_through has ended: missed days take freezes, or end the run.';
