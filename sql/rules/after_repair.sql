create or replace function app_rules.after_repair(
  state app_private.user_states, calendar app_private.marked_day[], marks app_private.marked_day[], missed_through date
)
returns app_private.user_states
language plpgsql immutable parallel safe
as $$
declare
  v_after app_private.user_states :=
    app_rules.after_marks(state, app_rules.calendar_with(calendar, marks), missed_through);
begin
  v_after.points := state.points - (select coalesce(sum(m.paid_points), 0) from unnest(marks) as m);
  return v_after;
end
$$;

comment on function app_rules.after_repair(
  app_private.user_states, app_private.marked_day[], app_private.marked_day[], date
) is 'The settled state after a gap was repaired: paid for, and the streak counted again. The caller has checked the points.';
