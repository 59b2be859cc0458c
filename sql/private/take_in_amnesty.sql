-- No command of the user's: it does not move the last engagement day, and unlocks nothing.
create or replace function app_private.take_in_amnesty(
  state app_private.user_states, calendar app_private.marked_day[], amnesty_id int, at timestamptz,
  excused datemultirange, versions app_private.rule_versions[]
)
returns app_private.amnesty_step
language plpgsql stable parallel safe
as $$
declare
  v_at constant timestamptz := greatest(at, state.last_occurred_at);
  v_rules constant app_private.rule_versions := app_rules.rules_at(versions, v_at);
  v_ended_through constant date := app_rules.ended_by(v_at, state.zone, state.day_start_hour, versions);
  v_settled constant app_private.user_states := app_rules.settle(state, v_rules, versions,
    app_private.excused_days(state.last_amnesty_id, state.last_marked_day), v_at, v_ended_through);
  v_missed_through constant date := app_rules.missed_through(v_settled, v_ended_through);
  v_bridged constant app_private.marked_day[] := app_private.bridged_marks(state, v_settled);
  v_calendar constant app_private.marked_day[] := app_rules.calendar_with(calendar, v_bridged);
  v_marks constant app_private.marked_day[] :=
    app_rules.amnesty_marks(v_settled, v_calendar, v_missed_through, excused);
  v_step app_private.amnesty_step;
begin
  v_step.amnesty_id := amnesty_id;
  v_step.settled := v_settled;
  v_step.after := v_settled;
  if cardinality(v_marks) > 0 then
    v_step.after := app_rules.after_amnesty(v_settled, v_rules, v_calendar, v_marks, v_missed_through);
  end if;
  v_step.after.last_day := state.last_day;
  v_step.after.last_amnesty_id := amnesty_id;
  v_step.marks := app_rules.calendar_with(v_bridged, v_marks);
  v_step.days_changed := cardinality(v_marks);
  return v_step;
end
$$;

grant execute on function app_private.take_in_amnesty to app_user;
comment on function app_private.take_in_amnesty(
  app_private.user_states, app_private.marked_day[], int, timestamptz, datemultirange, app_private.rule_versions[]
) is 'What an amnesty makes of a state and its calendar at an instant. excused: its days and those of all before it. Writes nothing.';
