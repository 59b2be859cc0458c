--! Previous: sha1:e735e4ebe3ea3829d4d434166bebde0d7f61c23f
--! Hash: sha1:8a128fffc919976829f42e8a3bdf3ece3dea02fe
--! Message: what stood twice

-- What stood twice: which rules are in force or to come, and that there is no such item.
--! Included private/rules_from.sql
create or replace function app_private.rules_from(at timestamptz)
returns setof app_private.rule_versions
language sql stable
begin atomic
  select v.* from app_private.rule_versions as v
  where v.effective_from > rules_from.at or v.id = (app_private.rules_at(rules_from.at)).id;
end;

comment on function app_private.rules_from(timestamptz) is 'The rule version in force at an instant, and those to come after it.';
--! EndIncluded private/rules_from.sql
--! Included private/require_effects.sql
create or replace function app_private.require_effects(gives app_public.effects, code text)
returns void
language plpgsql stable
as $$
declare
  v_unknown text;
  v_constraint text;
begin
  perform gives::app_private.catalogue_effects;
  select g.item_id into v_unknown from unnest(gives.items) as g
  where not exists (select from app_private.items as i where i.id = g.item_id) limit 1;
  if found then
    perform app_private.require_item(v_unknown, null);
  end if;
exception when check_violation then
  get stacked diagnostics v_constraint = constraint_name;
  perform app_private.refuse_invalid(code, 'What is to be given', v_constraint, null);
end
$$;

comment on function app_private.require_effects(app_public.effects, text) is
  'The code unless the effects are within limits, IT001 unless the items among them exist.';
--! EndIncluded private/require_effects.sql
--! Included private/require_reachable.sql
-- Under the rules in force now or at some time to come; what is out of reach under all of them is a mistake.
create or replace function app_private.require_reachable(reward app_public.reward, gives app_public.effects)
returns void
language plpgsql stable
as $$
declare
  v_at constant timestamptz := app_private.clock();
  v_rules constant app_private.rule_versions[] := array(select v from app_private.rules_from(v_at) as v);
  v_freezes_max constant int := (select max(v.freezes_max) from unnest(v_rules) as v);
  v_inventory_max constant int := (select max(v.inventory_max) from unnest(v_rules) as v);
  v_condition app_public.condition;
  v_max bigint;
begin
  if gives.freezes > v_freezes_max then
    perform app_private.refuse('RW006', format('It gives %s freezes, and nobody can hold more than %s.', gives.freezes, v_freezes_max), 'Let it give fewer.');
  elsif cardinality(gives.items) > v_inventory_max then
    perform app_private.refuse('RW006', format('It gives %s different items, and nobody can hold more than %s.', cardinality(gives.items), v_inventory_max), 'Let it give fewer.');
  elsif reward.starts_at = 'infinity' then
    perform app_private.refuse('RW006', 'Its window never comes.', 'Let startsAt be an instant to come, or leave it out.');
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
--! Included private/save_item.sql
create or replace function app_private.save_item(item app_public.item)
returns app_public.item
language plpgsql volatile
as $$
declare
  v_gives constant app_public.effects := app_rules.effects_with_defaults(item.gives);
  v_freezes_max constant int := (
    select max(v.freezes_max) from app_private.rules_from(app_private.clock()) as v);
  v_constraint text;
  v_column text;
begin
  -- Decide
  if v_gives.freezes > v_freezes_max then
    perform app_private.refuse('IT005', format('It gives %s freezes, and nobody can hold more than %s.', v_gives.freezes, v_freezes_max), 'Let it give fewer.');
  end if;

  -- Write
  insert into app_private.items (id, title, description, price_points, gives, on_sale)
  values (item.item_id, item.title, item.description, item.price_points, v_gives, coalesce(item.on_sale, true))
  on conflict (id) do update set
    title = excluded.title, description = excluded.description, price_points = excluded.price_points,
    gives = excluded.gives, on_sale = excluded.on_sale;

  -- Answer
  return row(item.item_id, item.title, item.description, item.price_points, v_gives, coalesce(item.on_sale, true))::app_public.item;
exception when integrity_constraint_violation then
  get stacked diagnostics v_constraint = constraint_name, v_column = column_name;
  perform app_private.refuse_invalid('IT005', 'The item', v_constraint, v_column);
end
$$;

comment on function app_private.save_item(app_public.item) is
  'Creates or changes an item as a whole. IT005 for one that breaks a rule or could never be used.';
--! EndIncluded private/save_item.sql
