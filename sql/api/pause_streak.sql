-- Definer: users hold no write grants. Identity is checked before anything else.
create or replace function app_public.pause_streak(until date)
returns app_public.pause_streak_result
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id constant uuid := app_private.require_user_id();
begin
  return app_private.pause_streak(v_user_id, pause_streak.until);
end
$$;

grant execute on function app_public.pause_streak to app_anonymous, app_user;
comment on function app_public.pause_streak(date) is
  E'@notNull\nPauses the streak from tomorrow through a day: the days between are not held against it, and do not count. A check-in on one of them ends the pause. While a pause is open, another day moves its end. A repeat changes nothing.\n\nErrors: SIGNED_OUT, NO_STREAK, INVALID_PAUSE.';
