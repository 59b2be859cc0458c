create or replace function app_rules.missed_through(state app_private.user_states, ended_through date)
returns date
language sql immutable parallel safe
return case when state.run_length > 0 then state.last_marked_day
  else greatest(ended_through, state.last_marked_day + 1) end;

comment on function app_rules.missed_through(app_private.user_states, date) is
  'The last day of the gap at the end of a settled state''s calendar, whichever way the user has travelled since; the last marked day when the run is alive and there is none.';
