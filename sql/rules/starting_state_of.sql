create or replace function app_rules.starting_state_of(entry app_public.journal_entries, rules app_private.rule_versions)
returns app_private.user_states
language plpgsql immutable parallel safe
as $$
declare
  v_state app_private.user_states := app_rules.starting_state(entry.user_id, rules, entry.occurred_at,
    entry.asked ->> 'zone', (entry.asked ->> 'day_start_hour')::int);
begin
  v_state.last_amnesty_id := entry.last_amnesty_id;
  v_state.clock_ahead_seconds := case when entry.asked ? 'test_user' then 0 end;
  return v_state;
end
$$;

comment on function app_rules.starting_state_of(app_public.journal_entries, app_private.rule_versions) is
  'The state that a bootstrap''s entry begins with, by what was asked.';
