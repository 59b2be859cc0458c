create or replace function app_rules.settle_streak(
  state app_private.user_states, ended_through date, excused datemultirange
)
returns app_private.user_states
language plpgsql immutable parallel safe
as $$
declare
  v_settled app_private.user_states := state;
  v_day app_private.marked_day;
begin
  foreach v_day in array app_rules.bridged_days(state, ended_through, excused) loop
    if v_day.mark is null then
      v_settled.run_length := 0;
      v_settled.run_started_on := null;
    else
      v_settled.last_marked_day := v_day.day;
    end if;
    if v_day.mark = 'freeze' then
      v_settled.last_freeze_day := v_day.day;
      v_settled.freezes := v_settled.freezes[2:];
    end if;
  end loop;
  return v_settled;
end
$$;

comment on function app_rules.settle_streak(app_private.user_states, date, datemultirange) is
  'The state once every day through ended_through has ended: missed days are bridged (excused: the days of amnesties), or end the run.';
