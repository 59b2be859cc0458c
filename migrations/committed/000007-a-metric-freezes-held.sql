--! Previous: sha1:752cc5f3bc8f4dc2e8cb9ff88cf9833bf9aa1a80
--! Hash: sha1:5c8a5df61e02ae8f7b0f4f69d09e600be25cee28
--! Message: a metric, freezes held

-- A metric: how many freezes are held.
--! Included rules/metric_value.sql
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
--! EndIncluded rules/metric_value.sql
--! Included rules/metric_max.sql
create or replace function app_rules.metric_max(metric text, rules app_private.rule_versions)
returns bigint
language sql immutable parallel safe
return case metric
  when 'level' then cardinality(rules.level_thresholds)
  when 'energy' then rules.energy_max::bigint + rules.energy_overfill
  when 'freezes' then rules.freezes_max
end;

comment on function app_rules.metric_max(text, app_private.rule_versions) is
  'The most that a metric can be under these rules, so that no reward asks for more; null when there is no limit.';
--! EndIncluded rules/metric_max.sql
--! Included seeds/metrics.sql
insert into app_private.metrics (id, title) values
  ('current_streak', 'Current streak'),
  ('longest_streak', 'Longest streak'),
  ('check_ins', 'Check-ins'),
  ('level', 'Level'),
  ('lifetime_xp', 'Lifetime XP'),
  ('lifetime_points', 'Lifetime points'),
  ('points', 'Points'),
  ('energy', 'Energy'),
  ('freezes', 'Freezes held')
on conflict do nothing;
--! EndIncluded seeds/metrics.sql
