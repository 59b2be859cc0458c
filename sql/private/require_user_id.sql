create or replace function app_private.require_user_id()
returns uuid
language plpgsql stable
as $$
declare
  v_user_id constant uuid := app_private.current_user_id();
begin
  if v_user_id is null then
    perform app_private.refuse('IA001', 'You are signed out.', 'Send a valid bearer token in the Authorization header.');
  end if;
  return v_user_id;
end
$$;

grant execute on function app_private.require_user_id to app_anonymous, app_user, app_operator;
comment on function app_private.require_user_id() is 'Who is calling; IA001 when nobody is.';
