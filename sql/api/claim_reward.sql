-- Definer: users hold no write grants. Identity is checked before anything else.
create or replace function app_public.claim_reward(reward_id text, period_key text default null)
returns app_public.claim_reward_result
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id constant uuid := app_private.require_user_id();
  v_answer app_public.claim_reward_result;
begin
  select c.* into v_answer
  from app_private.claim_reward(v_user_id, claim_reward.reward_id, claim_reward.period_key) as c;
  return v_answer;
end
$$;

grant execute on function app_public.claim_reward to app_anonymous, app_user;
comment on function app_public.claim_reward(text, text) is
  E'@notNull\nClaims an unlocked reward: exactly once for each period. Without periodKey the latest unlock is meant; earlier ones are in unclaimed of me.rewards. A repeat changes nothing and answers with the claim that was made (alreadyClaimed: true).\n\nErrors: SIGNED_OUT, UNKNOWN_REWARD, REWARD_NOT_UNLOCKED, UNLOCK_EXPIRED, REWARD_NOT_OPEN, OUT_OF_STOCK, FREEZES_FULL, INVENTORY_FULL.';
