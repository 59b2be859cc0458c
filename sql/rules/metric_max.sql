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
