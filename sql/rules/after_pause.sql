create or replace function app_rules.after_pause(state app_private.user_states, paused_from date, paused_until date)
returns app_private.user_states
language plpgsql immutable parallel safe
as $$
declare
  v_after app_private.user_states := state;
begin
  v_after.paused_from := after_pause.paused_from;
  v_after.paused_until := after_pause.paused_until;
  return v_after;
end
$$;

comment on function app_rules.after_pause(app_private.user_states, date, date) is
  'The settled state with a pause. The caller has checked its days.';
