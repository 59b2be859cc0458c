-- After a change of settings a day may have ended that the cover did not reach.
create or replace function app_private.state_when_unlocked(entry app_public.journal_entries)
returns app_private.user_states
language plpgsql stable parallel safe
as $$
declare
  v_state constant app_private.user_states := app_rules.state_after(entry);
  v_versions app_private.rule_versions[];
  v_rules app_private.rule_versions;
begin
  if entry.run_length = 0
    or entry.last_marked_day >= app_rules.local_day(entry.occurred_at, entry.zone, entry.day_start_hour) - 1
  then
    return v_state;
  end if;
  v_versions := app_private.all_versions();
  select v.* into v_rules from unnest(v_versions) as v where v.id = entry.rule_version_id;
  return app_private.settle(v_state, v_rules, entry.occurred_at,
    app_rules.ended_by(entry.occurred_at, entry.zone, entry.day_start_hour, v_versions));
end
$$;

comment on function app_private.state_when_unlocked(app_public.journal_entries) is
  'The state in which a change of settings unlocked rewards: settled once more. After every other command it is the state that its entry says.';
