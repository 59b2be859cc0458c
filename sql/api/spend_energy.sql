-- Definer: users hold no write grants. Identity is checked before anything else.
create or replace function app_public.spend_energy(amount int, idempotency_key uuid, reason text default null)
returns app_public.command_result
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id constant uuid := app_private.require_user_id();
begin
  return app_private.spend_energy(v_user_id, spend_energy.amount, spend_energy.reason, spend_energy.idempotency_key);
end
$$;

grant execute on function app_public.spend_energy to app_anonymous, app_user;
comment on function app_public.spend_energy(int, uuid, text) is
  E'@notNull\nSpends energy: amount (1 to 1000000) of what there is now, refills counted; all of it or nothing. reason (at most 200 characters) is kept in the journal. A repeat with the same idempotencyKey changes nothing and answers with what was spent (replayed: true), for ever: make a new key for each new command.\n\nErrors: SIGNED_OUT, INVALID_AMOUNT, INVALID_REASON, NOT_ENOUGH_ENERGY, IDEMPOTENCY_KEY_REUSED.';
