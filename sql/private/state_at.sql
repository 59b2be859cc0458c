create or replace function app_private.state_at(user_id uuid, at timestamptz)
returns app_private.user_states
language plpgsql stable parallel safe
as $$
declare
  v_entry constant app_public.journal_entries := app_private.entry_at(user_id, at);
  v_state app_private.user_states := app_rules.state_after(v_entry);
  v_last_amnesty_id int;
  v_step app_private.amnesty_step;
begin
  if v_entry.user_id is null or not isfinite(at) then
    return null;
  end if;
  v_state.clock_ahead_seconds := app_private.clock_ahead_after(user_id, v_entry.sequence_number);
  v_last_amnesty_id := (
    select max(a.id) from app_private.amnesties as a
    where app_rules.seconds_after(a.declared_at, coalesce(v_state.clock_ahead_seconds, 0)) <= at);
  -- A test user's clock may have moved past an instant at which the amnesty was not there yet.
  if v_state.clock_ahead_seconds is not null then
    v_last_amnesty_id := least(v_last_amnesty_id, (
      select e.last_amnesty_id from app_public.journal_entries as e
      where e.user_id = state_at.user_id and e.sequence_number = v_entry.sequence_number + 1));
  end if;
  if v_state.last_amnesty_id < v_last_amnesty_id then
    for v_step in
      select s.* from app_private.amnesty_steps(v_state, v_last_amnesty_id,
        app_rules.calendar(app_private.calendar_after(user_id, v_entry.sequence_number))) as s
    loop
      v_state := v_step.after;
    end loop;
    v_state.last_amnesty_id := v_last_amnesty_id;
  end if;
  return app_private.settle(v_state, app_private.rules_at(at), at,
    app_private.ended_through(at, v_state.zone, v_state.day_start_hour));
end
$$;

grant execute on function app_private.state_at to app_user;
comment on function app_private.state_at(uuid, timestamptz) is
  'A user''s state as of an instant, by one look-up in the journal: the last entry until then, settled up to it, with the amnesties declared by then. Null before the first entry; for an instant to come, what the state will be if nothing happens. Writes nothing.';
