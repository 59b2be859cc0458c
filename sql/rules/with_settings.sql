-- To the west today may be an earlier day again, but none that is over for the run.
create or replace function app_rules.with_settings(
  settled app_private.user_states, last_day date, zone text, day_start_hour int
)
returns app_private.user_states
language plpgsql immutable parallel safe
as $$
declare
  v_after app_private.user_states := settled;
begin
  v_after.zone := zone;
  v_after.day_start_hour := day_start_hour;
  v_after.last_day := app_rules.engagement_day(settled.last_occurred_at, zone, day_start_hour,
    greatest(last_day, app_rules.earliest_today(settled)));
  return v_after;
end
$$;

comment on function app_rules.with_settings(app_private.user_states, date, text, int) is
  'The settled state under another zone or day start, before days that the change skips are marked. last_day: the last engagement day before the command.';
