create or replace function app_private.require_reachable(
  reward app_public.reward, gives app_public.effects, versions app_private.rule_versions[]
)
returns void
language plpgsql stable
as $$
declare
  v_freezes_max constant int := (select max(v.freezes_max) from unnest(versions) as v);
  v_inventory_max constant int := (select max(v.inventory_max) from unnest(versions) as v);
  v_condition app_public.condition;
  v_max bigint;
begin
  if gives.freezes > v_freezes_max then
    perform app_private.refuse('RW006', format('It gives %s freezes, and nobody can hold more than %s.', gives.freezes, v_freezes_max), 'Let it give fewer.');
  elsif cardinality(gives.items) > v_inventory_max then
    perform app_private.refuse('RW006', format('It gives %s different items, and nobody can hold more than %s.', cardinality(gives.items), v_inventory_max), 'Let it give fewer.');
  elsif reward.starts_at = 'infinity' then
    perform app_private.refuse('RW006', 'Its window never comes.', 'Let startsAt be an instant to come, or leave it out.');
  end if;
  foreach v_condition in array coalesce(reward.conditions, '{}') loop
    v_max := (select max(coalesce(app_rules.metric_max(v_condition.metric, v), 9223372036854775807)) from unnest(versions) as v);
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

comment on function app_private.require_reachable(app_public.reward, app_public.effects, app_private.rule_versions[]) is
  'RW006 for a reward that nobody could ever claim under any of these rule versions.';
