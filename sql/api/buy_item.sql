-- Definer: users hold no write grants. Identity is checked before anything else.
create or replace function app_public.buy_item(item_id text, idempotency_key uuid, quantity int default 1)
returns app_public.command_result
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id constant uuid := app_private.require_user_id();
begin
  return app_private.buy_item(v_user_id, buy_item.item_id, coalesce(buy_item.quantity, 1), buy_item.idempotency_key);
end
$$;

grant execute on function app_public.buy_item to app_anonymous, app_user;
comment on function app_public.buy_item(text, uuid, int) is
  E'@notNull\nBuys quantity (1 to 1000, by default 1) of an item for its price in points now, and puts them into the inventory; all of them or nothing. A repeat with the same idempotencyKey changes nothing and answers with what was bought (replayed: true), for ever: make a new key for each new command.\n\nErrors: SIGNED_OUT, UNKNOWN_ITEM, ITEM_NOT_ON_SALE, INVALID_AMOUNT, NOT_ENOUGH_POINTS, INVENTORY_FULL, IDEMPOTENCY_KEY_REUSED.';
