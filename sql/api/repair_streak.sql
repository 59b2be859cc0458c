-- Definer: users hold no write grants. Identity is checked before anything else.
create or replace function app_public.repair_streak(day date)
returns app_public.repair_streak_result
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id constant uuid := app_private.require_user_id();
begin
  return app_private.repair_streak(v_user_id, repair_streak.day);
end
$$;

grant execute on function app_public.repair_streak to app_anonymous, app_user;
comment on function app_public.repair_streak(date) is
  E'@notNull\nPays points for each day that was missed in a row, so that the run before them goes on. day is one of these days: state.streak.repair names the last of the latest, and the price. A repeat for a day that is repaired changes nothing, costs nothing, and answers with that repair (alreadyRepaired: true).\n\nErrors: SIGNED_OUT, NOTHING_TO_REPAIR, REPAIR_TOO_LATE, NOT_ENOUGH_POINTS.';
