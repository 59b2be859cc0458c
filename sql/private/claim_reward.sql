create or replace function app_private.claim_reward(user_id uuid, reward_id text, period_key text)
returns app_public.claim_reward_result
language plpgsql volatile
as $$
declare
  -- Lock: the user's row is the one gate for everything this user does; the clock is read behind it.
  v_before constant app_private.user_states := app_private.lock_state(user_id);
  v_at constant timestamptz := app_private.occurs_at(v_before);
  v_rules constant app_private.rule_versions := app_private.rules_at(v_at);
  v_reward app_private.rewards;
  v_unlock app_private.reward_unlocks;
  v_claim app_private.reward_claims;
  v_settled app_private.user_states;
  v_outcome app_private.outcome;
begin
  -- Look: a claim that exists is the answer. Without a period key the latest unlock is meant.
  select r.* into v_reward from app_private.rewards as r where r.id = claim_reward.reward_id;
  select u.* into v_unlock from app_private.reward_unlocks as u
  where u.user_id = claim_reward.user_id and u.reward_id = v_reward.id
    and u.period_key = coalesce(claim_reward.period_key, u.period_key)
  order by u.unlocked_at desc, u.sequence_number desc limit 1;
  select c.* into v_claim from app_private.reward_claims as c
  where c.user_id = v_unlock.user_id and c.reward_id = v_unlock.reward_id and c.period_key = v_unlock.period_key;
  if found then
    return app_private.claim_answer(v_claim, true,
      app_private.outcome_of(user_id, v_claim.sequence_number, app_private.state_as_of(user_id, v_at)));
  end if;

  -- Decide
  v_settled := app_private.settle(v_before, v_rules, v_at,
    app_private.ended_through(v_at, v_before.zone, v_before.day_start_hour));
  perform app_private.require_claimable(reward_id, v_reward, v_unlock, v_settled, v_rules);

  -- Write
  v_outcome := app_private.apply_claim(v_before, v_settled, v_reward, v_unlock.period_key, false);
  select c.* into strict v_claim from app_private.reward_claims as c
  where c.user_id = v_unlock.user_id and c.reward_id = v_unlock.reward_id and c.period_key = v_unlock.period_key;

  -- Answer
  return app_private.claim_answer(v_claim, false, v_outcome);
end
$$;

comment on function app_private.claim_reward(uuid, text, text) is
  'Claims an unlocked reward for a user, or answers with the claim that exists.';
