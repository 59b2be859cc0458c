create or replace function app_private.explain_reward(user_id uuid, reward_id text)
returns app_public.reward_explanation
language plpgsql stable
as $$
begin
  return app_private.reward_explanation(user_id, reward_id, null);
end
$$;

comment on function app_private.explain_reward(uuid, text) is
  'Why a user has not unlocked a reward or, if they have, when and by which journal entry.';
