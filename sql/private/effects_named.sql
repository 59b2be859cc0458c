-- So that entries are short, and mean the same when there are more kinds of effects.
create or replace function app_private.effects_named(gives app_public.effects)
returns jsonb
language sql stable
return (
  select coalesce(jsonb_object_agg(g.name, g.amount), '{}')
  from jsonb_each(to_jsonb(app_rules.effects_with_defaults(gives))) as g(name, amount)
  where g.amount <> to_jsonb(app_rules.effects_with_defaults(null)) -> g.name
);

comment on function app_private.effects_named(app_public.effects) is
  'Effects by their names, as effects_from takes them, without those that give nothing.';
