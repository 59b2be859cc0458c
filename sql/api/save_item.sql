-- Definer: operators hold no write grants. Identity is checked before anything else.
create or replace function app_public.save_item(item app_public.item)
returns app_public.item
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
begin
  perform app_private.require_operator_id();
  return app_private.save_item(save_item.item);
end
$$;

grant execute on function app_public.save_item to app_anonymous, app_user, app_operator;
comment on function app_public.save_item(app_public.item) is
  E'@notNull\nFor operators: creates an item, or changes the one of that id, as a whole: what is left out has its default. Items that are held already are used with the effects of the new definition. An item is never deleted; take it off sale. Refused: what gives as many points as it costs, and what could never be used. A repeat changes nothing.\n\nErrors: SIGNED_OUT, NOT_AN_OPERATOR, INVALID_ITEM.';
