create or replace function app_rules.takes_stock(state app_private.user_states, reward app_private.rewards)
returns boolean
language sql immutable parallel safe
return reward.stock is not null and state.clock_ahead_seconds is null;

comment on function app_rules.takes_stock(app_private.user_states, app_private.rewards) is
  'Whether a claim of the reward takes one from its stock: where there is one, and never for a test user.';
