create or replace function app_rules.pause_starts_on(state app_private.user_states)
returns date
language sql immutable parallel safe
return case
  when coalesce(state.paused_from <= state.last_check_in_day, true) then state.last_day + 1
  when state.paused_until >= state.last_day then state.paused_from
end;

comment on function app_rules.pause_starts_on(app_private.user_states) is
  'The first day of a pause that a settled state is to have: tomorrow, or that of the pause which is open. Null when one was over without a check-in since.';
