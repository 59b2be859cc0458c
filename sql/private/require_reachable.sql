-- Under the rules in force now or at some time to come; what is out of reach under all of them is a mistake.
create or replace function app_private.require_reachable(reward app_public.reward, gives app_public.effects)
returns void
language plpgsql stable
as $$
declare
  v_at constant timestamptz := app_private.clock();
  v_condition app_public.condition;
  v_max bigint;
  v_limits record;
begin
  select max(v.freezes_max) as freezes, max(v.inventory_max) as items, max(cardinality(v.level_thresholds)) as level,
    max(v.energy_max::bigint + v.energy_overfill) as energy
  into strict v_limits
  from app_private.rule_versions as v
  where v.effective_from > v_at or v.id = (app_private.rules_at(v_at)).id;

  if gives.freezes > v_limits.freezes then
    perform app_private.refuse('RW006', format('It gives %s freezes, and nobody can hold more than %s.', gives.freezes, v_limits.freezes), 'Let it give fewer.');
  elsif cardinality(gives.items) > v_limits.items then
    perform app_private.refuse('RW006', format('It gives %s different items, and nobody can hold more than %s.', cardinality(gives.items), v_limits.items), 'Let it give fewer.');
  elsif reward.ends_at <= v_at and coalesce(reward.enabled, true) then
    perform app_private.refuse('RW006', 'Its window is over.', 'Let endsAt be to come, or enabled be false.');
  end if;
  foreach v_condition in array coalesce(reward.conditions, '{}') loop
    v_max := case v_condition.metric when 'level' then v_limits.level when 'energy' then v_limits.energy end;
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
