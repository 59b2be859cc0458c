create or replace function app_private.auto_claim(state app_private.user_states)
returns app_private.user_states
language plpgsql volatile
as $$
declare
  v_state app_private.user_states := state;
  v_rules app_private.rule_versions;
  v_reward app_private.rewards;
  v_unlock app_private.reward_unlocks;
begin
  for v_unlock in
    select u.*
    from app_private.reward_unlocks as u join app_private.rewards as r on r.id = u.reward_id
    where u.user_id = state.user_id and u.sequence_number = state.sequence_number and r.auto_claim
    order by r.priority, r.id
  loop
    v_rules := app_private.rules_at(v_state.last_occurred_at);
    select r.* into v_reward from app_private.rewards as r where r.id = v_unlock.reward_id;
    -- What does not fit, or is gone, stays unlocked, to be claimed by hand.
    continue when app_rules.effects_obstacle(v_state, v_rules, v_reward.gives) is not null;
    continue when app_rules.takes_stock(v_state, v_reward) and not app_private.take_stock(v_reward.id, false);
    v_state := (app_private.apply_claim(v_state, v_state, v_reward, v_unlock.period_key, true)).after;
  end loop;
  return v_state;
end
$$;

comment on function app_private.auto_claim(app_private.user_states) is
  'Claims what the entry of this state unlocked and is to be claimed automatically, in the order of (priority, id).';
