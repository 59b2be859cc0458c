create or replace function app_rules.metric_value(metric text, state app_private.user_states)
returns bigint
language sql immutable parallel safe
return case metric
  when 'current_streak' then state.run_length
  when 'longest_streak' then state.longest_streak
  when 'check_ins' then state.check_ins
  when 'level' then state.level
  when 'lifetime_xp' then state.xp
  when 'lifetime_points' then state.lifetime_points
  when 'points' then state.points
  when 'energy' then state.energy
  when 'freezes' then cardinality(state.freezes)
end;

comment on function app_rules.metric_value(text, app_private.user_states) is
  'What a metric is in a settled state; null for a metric that is not known.';
