-- `for no key update`, so that inserts that refer to the user do not wait.
create or replace function app_private.lock_state(user_id uuid)
returns app_private.user_states
language plpgsql volatile
as $$
declare
  v_state app_private.user_states;
begin
  select s.* into v_state from app_private.user_states as s
  where s.user_id = lock_state.user_id for no key update;
  if found then
    return v_state;
  end if;

  perform app_private.bootstrap(lock_state.user_id, current_setting('app.issuer'), current_setting('app.subject'),
    app_private.token_zone(), 0);
  select s.* into strict v_state from app_private.user_states as s
  where s.user_id = lock_state.user_id for no key update;
  return v_state;
end
$$;

comment on function app_private.lock_state(uuid) is
  'Locks and returns the user''s state: the one gate for everything this user does. Creates the user at the first command.';
