-- Invoker: row-level security decides what is read.
create or replace function app_public.me_explain_reward(me app_public.me, reward_id text)
returns app_public.reward_explanation
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return app_private.reward_explanation(me.user_id, reward_id, (me.state).as_of);
end
$$;

grant execute on function app_public.me_explain_reward to app_user;
comment on function app_public.me_explain_reward(app_public.me, text) is
  E'@behavior -queryField\n@notNull\nWhy a reward is not unlocked or, if it is, when and by which journal entry, and what became of it.\n\nErrors: UNKNOWN_REWARD.';
