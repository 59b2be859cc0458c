-- Definer: operators hold no write grants. Identity is checked before anything else.
create or replace function app_public.save_reward(reward app_public.reward)
returns app_public.reward
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
begin
  perform app_private.require_operator_id();
  return app_private.save_reward(save_reward.reward);
end
$$;

grant execute on function app_public.save_reward to app_anonymous, app_user, app_operator;
comment on function app_public.save_reward(app_public.reward) is
  E'@notNull\nFor operators: creates a reward with its conditions, or changes the one of that id, as a whole: what is left out has its default. What users have unlocked stays unlocked, whatever changes; a claim gives what the reward gives at the time of the claim. A reward is never deleted; disable it. Refused: what could never be claimed under the rules now or to come (conditions out of reach, more freezes or items than can be held, a window that is empty or over), and a stock below what has been claimed. A repeat changes nothing.\n\nErrors: SIGNED_OUT, NOT_AN_OPERATOR, INVALID_REWARD, UNKNOWN_ITEM.';
