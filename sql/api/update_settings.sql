-- Definer: users hold no write grants. Identity is checked before anything else.
create or replace function app_public.update_settings(zone text default null, day_start_hour int default null)
returns app_public.update_settings_result
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id constant uuid := app_private.require_user_id();
  v_answer app_public.update_settings_result;
begin
  select s.* into v_answer
  from app_private.update_settings(v_user_id, update_settings.zone, update_settings.day_start_hour) as s;
  return v_answer;
end
$$;

grant execute on function app_public.update_settings to app_anonymous, app_user;
comment on function app_public.update_settings(text, int) is
  E'@notNull\nChanges the user''s zone (an IANA name) or day start (hours after midnight: 0, 4, 5 or 6); what is left out stays. It takes effect at once, for days that are not marked yet; a day that it skips is not held against the streak, once in a while. A repeat changes nothing.\n\nErrors: SIGNED_OUT, UNKNOWN_ZONE, INVALID_DAY_START.';
