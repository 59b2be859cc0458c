create or replace function app_private.bootstrap(
  user_id uuid, issuer text, subject text, zone text, day_start_hour int, is_test_user boolean default false
)
returns boolean
language plpgsql volatile
as $$
declare
  v_at constant timestamptz := app_private.clock();
  v_rules constant app_private.rule_versions := app_private.rules_at(v_at);
  v_state app_private.user_states := app_rules.starting_state(user_id, v_rules, v_at, zone, day_start_hour);
  v_nothing app_private.user_states;
begin
  -- A concurrent bootstrap waits here for the first, and finds that there is nothing left to do.
  insert into app_private.users (user_id, issuer, subject, created_at)
  values (bootstrap.user_id, bootstrap.issuer, bootstrap.subject, v_at)
  on conflict do nothing;
  if not found then
    return false;
  end if;

  v_state.clock_ahead_seconds := case when is_test_user then 0 end;
  v_state.last_amnesty_id := app_private.last_amnesty_id();
  insert into app_private.user_states
    (user_id, sequence_number, last_occurred_at, rule_version_id, zone, day_start_hour, energy, energy_anchor, level)
  values (v_state.user_id, 1, v_at, v_rules.id, v_state.zone, v_state.day_start_hour, 0, v_at, v_state.level);

  v_nothing := app_rules.state_of_nothing(v_state);
  perform app_private.record(v_nothing, v_nothing, v_state, '{}', 'bootstrap',
    app_rules.local_day(v_at, v_state.zone, v_state.day_start_hour),
    jsonb_build_object('zone', zone, 'day_start_hour', day_start_hour)
      || case when is_test_user then '{"test_user": true}' else '{}' end::jsonb, unlocks => false);
  return true;
end
$$;

comment on function app_private.bootstrap(uuid, text, text, text, int, boolean) is
  'Creates the user, the starting state and journal entry 1, unless they exist; true when it did. A test user has an own clock from then on.';
