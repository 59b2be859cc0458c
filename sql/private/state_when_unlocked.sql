-- After a change of settings a day may have ended that the cover did not reach.
create or replace function app_private.state_when_unlocked(after app_private.user_states)
returns app_private.user_states
language plpgsql stable parallel safe
as $$
declare
  v_at constant timestamptz := after.last_occurred_at;
  v_versions app_private.rule_versions[];
  v_rules app_private.rule_versions;
begin
  if after.run_length = 0 or after.last_marked_day >= app_rules.local_day(v_at, after.zone, after.day_start_hour) - 1 then
    return after;
  end if;
  v_versions := app_private.all_versions();
  select v.* into v_rules from unnest(v_versions) as v where v.id = after.rule_version_id;
  return app_private.settle(after, v_rules, v_at, app_rules.ended_by(v_at, after.zone, after.day_start_hour, v_versions));
end
$$;

comment on function app_private.state_when_unlocked(app_private.user_states) is
  'The state in which a change of settings unlocks rewards: that after it, settled once more. After every other command it is the state after it.';
