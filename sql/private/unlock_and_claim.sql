create or replace function app_private.unlock_and_claim(state app_private.user_states, day date)
returns app_private.user_states
language plpgsql volatile
as $$
begin
  if app_private.unlock_rewards(state, day) then
    return app_private.auto_claim(state);
  end if;
  return state;
end
$$;

comment on function app_private.unlock_and_claim(app_private.user_states, date) is
  'What each command ends with: unlocks what now holds, and claims of it what claims itself. Returns the state after that.';
