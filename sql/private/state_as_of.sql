create or replace function app_private.state_as_of(user_id uuid, at timestamptz default null)
returns app_private.user_states
language plpgsql stable
as $$
declare
  v_state app_private.user_states;
  v_at timestamptz;
begin
  select s.* into v_state from app_private.user_states as s where s.user_id = state_as_of.user_id;
  if not found then
    v_at := coalesce(at, app_private.clock());
    return app_rules.starting_state(user_id, app_private.rules_at(v_at), v_at, app_private.token_zone(), 0);
  end if;
  v_state := (app_private.with_amnesties(v_state)).after;
  v_at := greatest(coalesce(at, app_private.occurs_at(v_state)), v_state.last_occurred_at);
  return app_private.settle(v_state, app_private.rules_at(v_at), v_at,
    app_private.ended_through(v_at, v_state.zone, v_state.day_start_hour));
end
$$;

grant execute on function app_private.state_as_of to app_user;
comment on function app_private.state_as_of(uuid, timestamptz) is
  'What the stored state has become by an instant or, without one, by the user''s own now; what bootstrap would give for a user who is not there yet. Writes nothing.';
