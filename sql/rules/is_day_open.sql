-- The day after the last mark of a run that has ended is the one that ended it: no travelling west brings it back.
create or replace function app_rules.is_day_open(
  state app_private.user_states, day date, today date, at timestamptz, deadline timestamptz
)
returns boolean
language plpgsql immutable parallel safe
as $$
begin
  if day <= state.last_marked_day + (state.run_length = 0)::int then
    return false;
  elsif day = today then
    return true;
  end if;
  return day = today - 1 and at < deadline and not app_rules.is_day_without_hours(day, state.zone, state.day_start_hour);
end
$$;

comment on function app_rules.is_day_open(app_private.user_states, date, date, timestamptz, timestamptz) is
  'Whether a day can be checked in: today, or yesterday until its deadline, with no later day marked.';
