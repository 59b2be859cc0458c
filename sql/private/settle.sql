-- Reading and writing settle by this one function: what a query shows is what a command would store.
create or replace function app_private.settle(
  state app_private.user_states, rules app_private.rule_versions, at timestamptz, ended_through date
)
returns app_private.user_states
language plpgsql stable parallel safe
as $$
declare
  v_versions app_private.rule_versions[];
  v_excused datemultirange;
begin
  if state.run_length > 0 and ended_through > state.last_marked_day then
    v_excused := app_private.excused_days(state.last_amnesty_id, state.last_marked_day);
  end if;
  if state.rule_version_id <> rules.id then
    v_versions := app_private.all_versions();
  end if;
  return app_rules.settle(state, rules, v_versions, v_excused, at, ended_through);
end
$$;

grant execute on function app_private.settle to app_user;
comment on function app_private.settle(app_private.user_states, app_private.rule_versions, timestamptz, date) is
  'The state as of an instant: days through ended_through settled, energy refilled. Writes nothing.';
