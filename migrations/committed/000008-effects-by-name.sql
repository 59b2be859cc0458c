--! Previous: sha1:5c8a5df61e02ae8f7b0f4f69d09e600be25cee28
--! Hash: sha1:80c67a6f41182acd8f96eeb11ad273fa18e284f2
--! Message: effects by name

-- Effects by their names, and checks that hold whatever kinds of them there are.
--! Included private/effects_from.sql
create or replace function app_private.effects_from(gives jsonb)
returns app_public.effects
language sql stable
return app_rules.effects_with_defaults(jsonb_populate_record(null::app_public.effects, gives));

comment on function app_private.effects_from(jsonb) is
  'Effects by their names, such as {"points": 5, "items": [{"item_id": "coffee", "quantity": 1}]}; nothing in the place of what is left out.';
--! EndIncluded private/effects_from.sql
alter domain app_private.catalogue_effects
  drop constraint effects_are_complete;
alter domain app_private.catalogue_effects
  drop constraint something_is_given;
alter domain app_private.catalogue_effects
  add constraint effects_are_complete check (app_rules.effects_with_defaults(value) is not distinct from value::app_public.effects);
alter domain app_private.catalogue_effects
  add constraint something_is_given check (value::app_public.effects is distinct from app_rules.effects_with_defaults(null));
drop function app_rules.effects_give_something(app_public.effects);
