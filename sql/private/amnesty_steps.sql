-- Each amnesty takes effect on each state once, at the instant of its declaration, whenever that is found out. By id and not by
-- instant, since a command may have come between the instant and the commit.
create or replace function app_private.amnesty_steps(
  state app_private.user_states, last_amnesty_id int default null, calendar app_private.marked_day[] default null,
  versions app_private.rule_versions[] default null
)
returns setof app_private.amnesty_step
language plpgsql stable parallel safe rows 1
as $$
declare
  v_state app_private.user_states := state;
  v_calendar app_private.marked_day[] := calendar;
  v_versions app_private.rule_versions[] := versions;
  v_amnesty app_private.amnesties;
  v_step app_private.amnesty_step;
begin
  if state.check_ins = 0 then
    return;
  end if;
  for v_amnesty in
    select a.* from app_private.amnesties as a
    where a.id > state.last_amnesty_id and (a.id <= amnesty_steps.last_amnesty_id or amnesty_steps.last_amnesty_id is null)
    order by a.id
  loop
    v_calendar := coalesce(v_calendar, app_private.calendar_of(state.user_id));
    v_versions := coalesce(v_versions, app_private.all_versions());
    v_step := app_private.take_in_amnesty(v_state, v_calendar, v_amnesty.id,
      app_rules.seconds_after(v_amnesty.declared_at, coalesce(state.clock_ahead_seconds, 0)),
      app_private.excused_days(v_amnesty.id, '-infinity'), v_versions);
    -- What was settled before it stays so: also a run that had ended, and that it does not restore.
    if cardinality(v_step.marks) > 0 or (v_step.after).run_length <> v_state.run_length then
      return next v_step;
      v_state := v_step.after;
      v_calendar := app_rules.calendar_with(v_calendar, v_step.marks);
    else
      v_state.last_amnesty_id := v_amnesty.id;
    end if;
  end loop;
end
$$;

grant execute on function app_private.amnesty_steps to app_user;
comment on function app_private.amnesty_steps(
  app_private.user_states, int, app_private.marked_day[], app_private.rule_versions[]
) is 'The amnesties, up to one, that a state with this calendar has yet to take in, as far as they change its streak, in order. Writes nothing.';
