create or replace function app_rules.effects_with_defaults(gives app_public.effects)
returns app_public.effects
language sql immutable parallel safe
return row(
  coalesce((gives).points, 0),
  coalesce((gives).energy, 0),
  coalesce((gives).xp, 0),
  coalesce((gives).freezes, 0),
  coalesce((gives).items, '{}'),
  coalesce((gives).fills_energy, false)
)::app_public.effects;

comment on function app_rules.effects_with_defaults(app_public.effects) is
  'Effects as a caller gave them, nothing in the place of what was left out.';
