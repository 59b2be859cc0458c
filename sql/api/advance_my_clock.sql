-- Definer: users hold no write grants. Identity is checked before anything else.
create or replace function app_public.advance_my_clock(idempotency_key uuid, days int default 0, hours int default 0)
returns app_public.command_result
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id constant uuid := app_private.require_user_id();
begin
  return app_private.advance_clock(v_user_id,
    coalesce(advance_my_clock.days, 0), coalesce(advance_my_clock.hours, 0), advance_my_clock.idempotency_key);
end
$$;

grant execute on function app_public.advance_my_clock to app_anonymous, app_user;
comment on function app_public.advance_my_clock(uuid, int, int) is
  E'@notNull\nFor test users (createTestUser): moves their own clock ahead, by days of 24 hours and hours, 1 hour to 366 days at once and 100 years in all. Nobody else''s time changes, and it never goes back. What would have happened by then has happened: missed days, refilled energy, rules that have taken effect. A repeat with the same idempotencyKey changes nothing and answers with the same move (replayed: true), for ever: make a new key for each new command.\n\nErrors: SIGNED_OUT, NOT_A_TEST_USER, INVALID_AMOUNT, IDEMPOTENCY_KEY_REUSED.';
