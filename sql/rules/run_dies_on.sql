create or replace function app_rules.run_dies_on(state app_private.user_states, excused datemultirange)
returns date
language plpgsql immutable parallel safe
as $$
declare
  v_days constant app_private.marked_day[] := app_rules.bridged_days(state, 'infinity', excused);
begin
  return v_days[cardinality(v_days)].day;
end
$$;

comment on function app_rules.run_dies_on(app_private.user_states, datemultirange) is
  'The day that will be missed if the user does nothing: the first one that nothing bridges. Null without a live run.';
