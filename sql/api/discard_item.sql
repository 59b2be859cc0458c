-- Definer: users hold no write grants. Identity is checked before anything else.
create or replace function app_public.discard_item(item_id text, idempotency_key uuid, quantity int default 1)
returns app_public.command_result
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id constant uuid := app_private.require_user_id();
begin
  return app_private.discard_item(
    v_user_id, discard_item.item_id, coalesce(discard_item.quantity, 1), discard_item.idempotency_key);
end
$$;

grant execute on function app_public.discard_item to app_anonymous, app_user;
comment on function app_public.discard_item(text, uuid, int) is
  E'@notNull\nThrows quantity (by default 1) of an item of the inventory away, to make room; nothing is given for it. A repeat with the same idempotencyKey changes nothing and answers with what was thrown away (replayed: true), for ever: make a new key for each new command.\n\nErrors: SIGNED_OUT, INVALID_AMOUNT, NOT_ENOUGH_ITEMS, IDEMPOTENCY_KEY_REUSED.';
