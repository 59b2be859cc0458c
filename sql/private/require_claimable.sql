-- The stock comes last: what is taken is given back only by a roll-back.
create or replace function app_private.require_claimable(
  reward_id text, reward app_private.rewards, unlock app_private.reward_unlocks,
  state app_private.user_states, rules app_private.rule_versions
)
returns void
language plpgsql volatile
as $$
declare
  v_at constant timestamptz := state.last_occurred_at;
  v_obstacle constant text := app_rules.effects_obstacle(state, rules, reward.gives);
begin
  if reward.id is null then
    perform app_private.refuse('RW001', format('There is no reward "%s".', left(reward_id, 63)),
      'Take the reward id from me.rewards.');
  elsif unlock.reward_id is null then
    perform app_private.refuse('RW002', format('"%s" is not unlocked.', reward.title),
      'Meet its conditions first; me.rewards shows the progress towards each.');
  elsif unlock.claimable_until <= v_at then
    perform app_private.refuse('RW003', format('The time to claim "%s" is over.', reward.title),
      'Unlock it again in a later period, if it repeats.');
  elsif not app_rules.window_is_open(reward.starts_at, reward.ends_at, v_at) then
    perform app_private.refuse('RW004', format('"%s" cannot be claimed outside its window.', reward.title),
      'Claim it between startsAt and endsAt of me.rewards.');
  elsif v_obstacle = 'FZ001' then
    perform app_private.refuse('FZ001', format('You hold %s of at most %s freezes, and "%s" gives %s.',
      cardinality(state.freezes), rules.freezes_max, reward.title, (reward.gives).freezes),
      'Claim it when a freeze has been used; it stays unlocked.');
  elsif v_obstacle = 'IN001' then
    perform app_private.refuse('IN001', format('Your inventory holds at most %s different items, and a limited number of each: "%s" would not fit.',
      rules.inventory_max, reward.title),
      'Use up or discard an item first; the reward stays unlocked.');
  elsif app_rules.takes_stock(state, reward) and not app_private.take_stock(reward.id, true) then
    perform app_private.refuse('RW005', format('"%s" is out of stock.', reward.title), 'Nothing was claimed.');
  end if;
end
$$;

comment on function app_private.require_claimable(
  text, app_private.rewards, app_private.reward_unlocks, app_private.user_states, app_private.rule_versions
) is 'Refuses a claim that cannot be made, saying why; otherwise takes it from the stock, if the reward has one.';
