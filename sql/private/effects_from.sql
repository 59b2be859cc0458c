create or replace function app_private.effects_from(gives jsonb)
returns app_public.effects
language sql stable
return app_rules.effects_with_defaults(jsonb_populate_record(null::app_public.effects, gives));

grant execute on function app_private.effects_from to app_user;
comment on function app_private.effects_from(jsonb) is
  'Effects by their names, such as {"points": 5, "items": [{"item_id": "coffee", "quantity": 1}]}; nothing in the place of what is left out.';
