-- Invoker: row-level security decides what is read.
create or replace function app_public."user"(user_id uuid)
returns app_public.me
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user app_public.me;
begin
  perform app_private.require_operator_id();
  select u.user_id, u.created_at into v_user.user_id, v_user.created_at
  from app_private.users as u where u.user_id = "user".user_id;
  if not found then
    return null;
  end if;
  v_user.state := app_private.present(app_private.state_as_of(user_id));
  return v_user;
end
$$;

grant execute on function app_public."user" to app_anonymous, app_user, app_operator;
comment on function app_public."user"(uuid) is
  E'For operators: a user as the user is shown to themselves by me, with state, journal and rewards; null when there is none of this id. Reading never changes anything.\n\nErrors: SIGNED_OUT, NOT_AN_OPERATOR.';
