-- Definer: users hold no write grants. Identity is checked before anything else.
create or replace function app_public.check_in(day date default null)
returns app_public.check_in_result
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id constant uuid := app_private.require_user_id();
begin
  return app_private.check_in(v_user_id, check_in.day);
end
$$;

grant execute on function app_public.check_in to app_anonymous, app_user;
comment on function app_public.check_in(date) is
  E'@notNull\nChecks in for today or, with day, for yesterday while its grace lasts. Settles the streak, grants energy, points and XP, unlocks rewards and claims those that claim themselves, all at once or not at all. A repeat for a day that is checked in changes nothing and answers with that check-in (alreadyCheckedIn: true): after a lost answer, call again.\n\nErrors: SIGNED_OUT, DAY_NOT_OPEN.';
