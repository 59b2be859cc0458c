--! Previous: sha1:73581b2c1be055d4e02743a438c92cfb2245bda2
--! Hash: sha1:752cc5f3bc8f4dc2e8cb9ff88cf9833bf9aa1a80
--! Message: what can be reached of a metric

-- What can be reached of a metric is a rule beside the one that says what it is.
comment on column app_public.condition.metric is E'@notNull\nThe metric, such as current_streak, check_ins or level; a refusal lists them all.';
--! Included rules/metric_max.sql
create or replace function app_rules.metric_max(metric text, rules app_private.rule_versions)
returns bigint
language sql immutable parallel safe
return case metric
  when 'level' then cardinality(rules.level_thresholds)
  when 'energy' then rules.energy_max::bigint + rules.energy_overfill
end;

comment on function app_rules.metric_max(text, app_private.rule_versions) is
  'The most that a metric can be under these rules, so that no reward asks for more; null when there is no limit.';
--! EndIncluded rules/metric_max.sql
--! Included private/require_reachable.sql
-- Under the rules in force now or at some time to come; what is out of reach under all of them is a mistake.
create or replace function app_private.require_reachable(reward app_public.reward, gives app_public.effects)
returns void
language plpgsql stable
as $$
declare
  v_at constant timestamptz := app_private.clock();
  v_rules constant app_private.rule_versions[] := array(
    select v from app_private.rule_versions as v where v.effective_from > v_at or v.id = (app_private.rules_at(v_at)).id);
  v_freezes_max constant int := (select max(v.freezes_max) from unnest(v_rules) as v);
  v_inventory_max constant int := (select max(v.inventory_max) from unnest(v_rules) as v);
  v_condition app_public.condition;
  v_max bigint;
begin
  if gives.freezes > v_freezes_max then
    perform app_private.refuse('RW006', format('It gives %s freezes, and nobody can hold more than %s.', gives.freezes, v_freezes_max), 'Let it give fewer.');
  elsif cardinality(gives.items) > v_inventory_max then
    perform app_private.refuse('RW006', format('It gives %s different items, and nobody can hold more than %s.', cardinality(gives.items), v_inventory_max), 'Let it give fewer.');
  elsif reward.ends_at <= v_at and coalesce(reward.enabled, true) then
    perform app_private.refuse('RW006', 'Its window is over.', 'Let endsAt be to come, or enabled be false.');
  end if;
  foreach v_condition in array coalesce(reward.conditions, '{}') loop
    v_max := (select max(coalesce(app_rules.metric_max(v_condition.metric, v), 9223372036854775807)) from unnest(v_rules) as v);
    if not exists (select from app_private.metrics as m where m.id = v_condition.metric) then
      perform app_private.refuse('RW006', format('There is no metric "%s".', left(v_condition.metric, 63)),
        format('Use one of %s.', (select string_agg(m.id, ', ' order by m.id) from app_private.metrics as m)));
    elsif v_condition.at_least > v_max then
      perform app_private.refuse('RW006', format('It asks for %s %s, and nobody can reach more than %s.',
        v_condition.metric, v_condition.at_least, v_max), 'Ask for less.');
    end if;
  end loop;
end
$$;

comment on function app_private.require_reachable(app_public.reward, app_public.effects) is
  'RW006 for a reward that nobody could ever claim under the rules of now or of any time to come.';
--! EndIncluded private/require_reachable.sql
