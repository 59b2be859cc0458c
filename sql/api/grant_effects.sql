-- Definer: operators hold no write grants. Identity is checked before anything else.
create or replace function app_public.grant_effects(
  user_id uuid, gives app_public.effects, reason text, idempotency_key uuid
)
returns app_public.command_result
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_operator_id constant uuid := app_private.require_operator_id();
begin
  return app_private.grant_effects(grant_effects.user_id, v_operator_id,
    grant_effects.gives, grant_effects.reason, grant_effects.idempotency_key);
end
$$;

grant execute on function app_public.grant_effects to app_anonymous, app_user, app_operator;
comment on function app_public.grant_effects(uuid, app_public.effects, text, uuid) is
  E'@notNull\nFor operators: gives a user points, energy, XP, freezes or items. reason (1 to 200 characters) is kept in the user''s journal, where the user can read it. All of it or nothing, but for energy, which is given as far as it fits. A repeat for the same user with the same idempotencyKey changes nothing and answers with what was given (replayed: true), for ever.\n\nErrors: SIGNED_OUT, NOT_AN_OPERATOR, UNKNOWN_USER, INVALID_GRANT, INVALID_REASON, UNKNOWN_ITEM, FREEZES_FULL, INVENTORY_FULL, IDEMPOTENCY_KEY_REUSED.';
