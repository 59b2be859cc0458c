-- After a change of settings a day may have ended that the cover did not reach.
create or replace function app_private.state_when_unlocked(entry app_public.journal_entries)
returns app_private.user_states
language plpgsql stable parallel safe
as $$
declare
  v_versions constant app_private.rule_versions[] := app_private.all_versions();
  v_rules app_private.rule_versions;
begin
  select v.* into v_rules from unnest(v_versions) as v where v.id = entry.rule_version_id;
  return app_private.settle(app_rules.state_after(entry), v_rules, entry.occurred_at,
    app_rules.ended_by(entry.occurred_at, entry.zone, entry.day_start_hour, v_versions));
end
$$;

comment on function app_private.state_when_unlocked(app_public.journal_entries) is
  'The state in which a change of settings unlocked rewards: settled once more. After every other command it is the state that its entry says.';
