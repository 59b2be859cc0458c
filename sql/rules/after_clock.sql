-- A day of the clock has 24 hours, whatever the calendar of a zone makes of it.
create or replace function app_rules.after_clock(state app_private.user_states, days int, hours int)
returns app_private.user_states
language plpgsql immutable parallel safe
as $$
declare
  v_after app_private.user_states := state;
begin
  v_after.clock_ahead_seconds := state.clock_ahead_seconds + 86400::bigint * days + 3600::bigint * hours;
  return v_after;
end
$$;

comment on function app_rules.after_clock(app_private.user_states, int, int) is
  'A test user''s stored state once their clock is so much further ahead; nothing has been settled. Null for whoever has no own clock.';
