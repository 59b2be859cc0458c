create type app_private.what_if_outcome as (
  user_id uuid, before app_private.user_states, after app_private.user_states, refused int, rewards app_public.what_if_reward[]
);
comment on type app_private.what_if_outcome is
  'What a proposal would have meant for one user: the state of now as it is and as it would be, how many commands would have been refused, and how often each reward was unlocked and claimed since.';
