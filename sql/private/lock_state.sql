-- `for no key update`, so that inserts that refer to the user do not wait.
create or replace function app_private.lock_state(user_id uuid)
returns app_private.user_states
language plpgsql volatile
as $$
declare
  v_state app_private.user_states;
  v_last_amnesty_id int;
  v_step app_private.amnesty_step;
begin
  select s.* into v_state from app_private.user_states as s
  where s.user_id = lock_state.user_id for no key update;
  if found then
    -- Amnesties of which the state knows nothing yet come before the command.
    v_last_amnesty_id := app_private.last_amnesty_id();
    if v_state.last_amnesty_id < v_last_amnesty_id then
      for v_step in select s.* from app_private.amnesty_steps(v_state) as s loop
        v_state := (app_private.record(v_state, v_step.settled, v_step.after, v_step.marks, 'amnesty',
          (v_step.settled).last_day, jsonb_build_object('amnesty_id', v_step.amnesty_id), unlocks => false)).after;
      end loop;
      v_state.last_amnesty_id := greatest(v_state.last_amnesty_id, v_last_amnesty_id);
    end if;
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
  'Locks and returns the user''s state: the one gate for everything this user does. Creates the user at the first command, and stores what amnesties have changed since the last one.';
