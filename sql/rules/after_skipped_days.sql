-- A day without hours needs no cover, and uses none up.
create or replace function app_rules.after_skipped_days(state app_private.user_states, skipped app_private.marked_day[])
returns app_private.user_states
language plpgsql immutable parallel safe
as $$
declare
  v_after app_private.user_states := state;
begin
  if cardinality(skipped) > 0 then
    v_after.last_marked_day := skipped[cardinality(skipped)].day;
    v_after.last_travel_day := coalesce((
      select max(d.day) from unnest(skipped) as d
      where d.mark = 'travel' and not app_rules.is_day_without_hours(d.day, state.zone, state.day_start_hour)
    ), state.last_travel_day);
  end if;
  return v_after;
end
$$;

comment on function app_rules.after_skipped_days(app_private.user_states, app_private.marked_day[]) is
  'The state after a change of zone or day start, under the new settings, that skips some days.';
