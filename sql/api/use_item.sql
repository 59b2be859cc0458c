-- Definer: users hold no write grants. Identity is checked before anything else.
create or replace function app_public.use_item(item_id text, idempotency_key uuid)
returns app_public.command_result
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id constant uuid := app_private.require_user_id();
begin
  return app_private.use_item(v_user_id, use_item.item_id, use_item.idempotency_key);
end
$$;

grant execute on function app_public.use_item to app_anonymous, app_user;
comment on function app_public.use_item(text, uuid) is
  E'@notNull\nUses one of an item of the inventory for its effects. When nothing at all would change, or a freeze would not fit, it is kept; energy is given as far as it fits. A repeat with the same idempotencyKey changes nothing and answers with what the use gave (replayed: true), for ever: make a new key for each new command.\n\nErrors: SIGNED_OUT, UNKNOWN_ITEM, NOT_ENOUGH_ITEMS, ITEM_WITHOUT_EFFECT, FREEZES_FULL, IDEMPOTENCY_KEY_REUSED.';
