-- Invoker: row-level security decides what is read.
create or replace function app_public.me_state_at(me app_public.me, at timestamptz)
returns app_public.state
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_state constant app_private.user_states := app_private.state_at(me.user_id, at);
begin
  if v_state.user_id is null then
    return null;
  end if;
  return app_private.present(v_state, false);
end
$$;

grant execute on function app_public.me_state_at to app_user;
comment on function app_public.me_state_at(app_public.me, timestamptz) is
  E'@behavior -queryField\nThe state as it was at an instant, as state showed it then; null before the user was there. For an instant to come: what the state will be if nothing happens until then. Whether a lost streak could be repaired (streak.repair) is left out.';
