create or replace function app_private.reward_explanation(user_id uuid, reward_id text, at timestamptz)
returns app_public.reward_explanation
language plpgsql stable
as $$
declare
  v_state constant app_private.user_states := app_private.state_as_of(user_id, at);
  v_today constant date := app_rules.engagement_day(
    v_state.last_occurred_at, v_state.zone, v_state.day_start_hour, v_state.last_day);
  v_reward app_private.rewards;
  v_unlock app_private.reward_unlocks;
  v_claim app_private.reward_claims;
  v_remaining bigint;
  v_is_current boolean;
  v_status app_public.reward_status;
  v_of app_public.reward_explanation;
begin
  select r.* into v_reward from app_private.rewards as r where r.id = reward_explanation.reward_id;
  if not found then
    perform app_private.refuse('RW001', format('There is no reward "%s".', left(reward_id, 63)),
      'Take the reward id from me.rewards.');
  end if;
  v_of.reward_id := v_reward.id;
  v_of.title := v_reward.title;
  v_of.enabled := v_reward.enabled;
  v_of.period_key := app_rules.period_key(v_reward.repeats, v_today, v_state.run_started_on);
  v_of.conditions := app_private.conditions_explained(v_reward.id, v_state);
  if app_rules.takes_stock(v_state, v_reward) then
    v_remaining := (select coalesce(sum(s.remaining), 0) from app_private.reward_stock as s where s.reward_id = v_reward.id);
  end if;

  -- The current period's unlock, or else the latest.
  select u.* into v_unlock from app_private.reward_unlocks as u
  where u.user_id = reward_explanation.user_id and u.reward_id = v_reward.id
  order by u.period_key is not distinct from v_of.period_key desc, u.unlocked_at desc, u.sequence_number desc limit 1;
  v_is_current := found and v_unlock.period_key is not distinct from v_of.period_key;
  if not v_is_current then
    v_of.status := app_rules.reward_status(null, null, null, v_reward.starts_at, v_reward.ends_at, v_remaining,
      v_state.last_occurred_at);
    v_of.text := app_rules.locked_words(v_reward.title, v_reward.repeats, v_of.period_key, v_reward.enabled,
      v_reward.starts_at, v_reward.ends_at, v_remaining, v_of.conditions, v_state.last_occurred_at, v_state.zone);
  end if;
  if v_unlock.user_id is null then
    return v_of;
  end if;

  select c.* into v_claim from app_private.reward_claims as c
  where c.user_id = v_unlock.user_id and c.reward_id = v_unlock.reward_id and c.period_key = v_unlock.period_key;
  v_status := app_rules.reward_status(v_unlock.unlocked_at, v_unlock.claimable_until, v_claim.claimed_at,
    v_reward.starts_at, v_reward.ends_at, v_remaining, v_state.last_occurred_at);
  v_of.status := coalesce(v_of.status, v_status);
  v_of.unlocked := row(v_reward.id, v_reward.title, v_unlock.period_key, v_unlock.unlocked_at,
    v_unlock.claimable_until, v_unlock.rule_version_id)::app_public.unlocked_reward;
  v_of.unlocked_by := v_unlock.sequence_number;
  if v_claim.user_id is not null then
    v_of.claimed := row(v_reward.id, v_reward.title, v_claim.period_key, v_claim.claimed_at, v_claim.automatic,
      app_private.given_by(user_id, v_claim.sequence_number), v_claim.rule_version_id)::app_public.claimed_reward;
    v_of.claimed_by := v_claim.sequence_number;
  end if;
  v_of.text := concat_ws(' ', v_of.text || ' Earlier:',
    app_private.unlock_words(v_reward, v_of, v_status, case when v_is_current then v_of.conditions else '{}' end, v_state));
  return v_of;
end
$$;

grant execute on function app_private.reward_explanation to app_user;
comment on function app_private.reward_explanation(uuid, text, timestamptz) is
  'Why a reward is not unlocked for a user as of an instant or, if it is, when and by which journal entry, and what became of it.';
