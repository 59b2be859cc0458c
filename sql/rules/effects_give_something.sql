create or replace function app_rules.effects_give_something(gives app_public.effects)
returns boolean
language sql immutable parallel safe
return (gives).points > 0 or (gives).energy > 0 or (gives).xp > 0 or (gives).freezes > 0 or cardinality((gives).items) > 0;

comment on function app_rules.effects_give_something(app_public.effects) is 'Whether there is any effect at all.';
