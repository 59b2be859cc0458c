-- The role that the request took; inside a definer function current_user is the owner.
create or replace function app_private.require_operator_id()
returns uuid
language plpgsql stable
as $$
declare
  v_user_id constant uuid := app_private.require_user_id();
begin
  if current_setting('role') <> 'app_operator' then
    perform app_private.refuse('IA002', 'Only an operator can do this.', 'Sign in as an operator.');
  end if;
  return v_user_id;
end
$$;

grant execute on function app_private.require_operator_id to app_anonymous, app_user, app_operator;
comment on function app_private.require_operator_id() is
  'Which operator is calling; IA001 when nobody is, IA002 when a user is who is none.';
