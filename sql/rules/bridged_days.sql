-- The walk through missed days, oldest first; everything that settles, foresees or restores a run is made of it.
create or replace function app_rules.bridged_days(state app_private.user_states, through date, excused datemultirange)
returns app_private.marked_day[]
language plpgsql immutable parallel safe
as $$
declare
  v_days app_private.marked_day[] := '{}';
  v_day app_private.marked_day;
  v_freezes_used int := 0;
begin
  if state.run_length = 0 then
    return v_days;
  end if;
  v_day.day := state.last_marked_day + 1;
  while v_day.day <= through loop
    v_day.mark := app_rules.day_cover(state, v_day.day, excused);
    v_day.freeze_granted_on := null;
    if v_day.mark is null and state.freezes[v_freezes_used + 1] < v_day.day then
      v_freezes_used := v_freezes_used + 1;
      v_day.mark := 'freeze';
      v_day.freeze_granted_on := state.freezes[v_freezes_used];
    end if;
    v_days := v_days || v_day;
    exit when v_day.mark is null;
    v_day.day := v_day.day + 1;
  end loop;
  return v_days;
end
$$;

comment on function app_rules.bridged_days(app_private.user_states, date, datemultirange) is
  'The unmarked days of a live run through a day, each with what bridges it: a pause, an amnesty (excused: their days) or the oldest freeze granted before it. Ends with the day that ends the run, if one does: it has no mark.';
