create or replace function app_private.require_pausable(
  state app_private.user_states, rules app_private.rule_versions, until date
)
returns void
language plpgsql stable
as $$
declare
  v_starts_on constant date := app_rules.pause_starts_on(state);
  v_latest constant date := v_starts_on + rules.pause_max_days - 1;
begin
  if state.run_length = 0 then
    perform app_private.refuse('ST001', 'There is no streak to pause.', 'Check in to begin one.');
  elsif v_starts_on is null then
    perform app_private.refuse('PS001', format('The last pause was over on %s, and there was no check-in since.',
      app_rules.iso_date(state.paused_until)), 'Check in before you pause again.');
  elsif v_latest <= state.last_day then
    perform app_private.refuse('PS001', format('A pause lasts at most %s days.', rules.pause_max_days),
      case when rules.pause_max_days > 0 then 'Check in before you pause again.' else 'Check in each day.' end);
  elsif until not between state.last_day + 1 and v_latest is not false then
    perform app_private.refuse('PS001', format('The pause cannot last until %s.', coalesce(app_rules.iso_date(until), 'then')),
      format('Let until be from %s to %s.', app_rules.iso_date(state.last_day + 1), app_rules.iso_date(v_latest)));
  end if;
end
$$;

comment on function app_private.require_pausable(app_private.user_states, app_private.rule_versions, date) is
  'ST001 without a live run, PS001 for a pause that is too long, not of days to come, or without a check-in since the last one.';
