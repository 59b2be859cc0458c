-- Asked of the settled state, so that it does not matter when the run was last settled.
create or replace function app_rules.earliest_today(state app_private.user_states)
returns date
language sql immutable parallel safe
return state.last_marked_day + case
  when state.run_length = 0 then 2
  when state.last_marked_day > state.last_check_in_day then 1
  else 0
end;

comment on function app_rules.earliest_today(app_private.user_states) is
  'The day to which a change of zone may take today back: after the day that ended the run or that was bridged, or the last check-in. Null before the first.';
