create type app_private.proposed_reward as (reward app_private.rewards, conditions app_public.condition[]);
comment on type app_private.proposed_reward is
  'A reward as a what-if takes it: with its conditions. Before its saved_at, what was unlocked and claimed stays as it was.';
