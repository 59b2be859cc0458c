create type app_public.what_if_reward as (
  reward_id text, unlocks_before int, unlocks_after int, claims_before int, claims_after int
);
comment on type app_public.what_if_reward is 'How often a reward was unlocked and claimed, and how often it would have been.';
comment on column app_public.what_if_reward.reward_id is E'@notNull\nThe reward.';
comment on column app_public.what_if_reward.unlocks_before is E'@notNull\nUnlocks as it was.';
comment on column app_public.what_if_reward.unlocks_after is E'@notNull\nUnlocks as it would have been.';
comment on column app_public.what_if_reward.claims_before is E'@notNull\nClaims as it was.';
comment on column app_public.what_if_reward.claims_after is
  E'@notNull\nClaims as it would have been: those that claim themselves, and those that the users did make and could have made.';
