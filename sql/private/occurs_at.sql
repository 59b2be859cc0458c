-- Asked behind the user's lock, once for each command. Only a test user's clock is ahead of everybody's.
create or replace function app_private.occurs_at(state app_private.user_states)
returns timestamptz
language sql volatile
return greatest(
  app_rules.seconds_after(app_private.clock(), coalesce(state.clock_ahead_seconds, 0)), state.last_occurred_at);

grant execute on function app_private.occurs_at to app_user;
comment on function app_private.occurs_at(app_private.user_states) is
  'When a command on a stored state happens: now by the user''s own clock, never before the last journal entry.';
