-- Invoker: row-level security decides what is read.
create or replace function app_public.me()
returns app_public.me
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id constant uuid := app_private.current_user_id();
  v_me app_public.me;
begin
  if v_user_id is null then
    return null;
  end if;
  v_me.user_id := v_user_id;
  v_me.created_at := (select u.created_at from app_private.users as u where u.user_id = v_user_id);
  v_me.state := app_private.present(app_private.state_as_of(v_user_id));
  return v_me;
end
$$;

grant execute on function app_public.me to app_anonymous, app_user;
comment on function app_public.me() is
  'The signed-in user with the state as of now; null when signed out. Reading never changes anything.';
