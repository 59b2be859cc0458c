-- Definer: users hold no write grants. Identity is checked before anything else.
create or replace function app_public.bootstrap(zone text default null, day_start_hour int default null)
returns app_public.state
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id constant uuid := app_private.require_user_id();
  v_zone constant text := coalesce(zone, app_private.token_zone());
  v_day_start_hour constant int := coalesce(day_start_hour, 0);
begin
  perform app_private.require_settings(v_zone, v_day_start_hour);
  perform app_private.bootstrap(v_user_id, current_setting('app.issuer'), current_setting('app.subject'),
    v_zone, v_day_start_hour);
  return app_private.present(app_private.state_as_of(v_user_id));
end
$$;

grant execute on function app_public.bootstrap to app_anonymous, app_user;
comment on function app_public.bootstrap(text, int) is
  E'@notNull\n@resultFieldName state\nCreates the user with a zone and a day start (hours after midnight: 0, 4, 5 or 6), and answers with the state. Nobody has to call it: any first command creates the user, in the zone of the token or else UTC. A repeat changes nothing, whatever its arguments: use updateSettings for that.\n\nErrors: SIGNED_OUT, UNKNOWN_ZONE, INVALID_DAY_START.';
