create type app_public.owned_reward as (
  unlocked app_public.unlocked_reward,
  claimed app_public.claimed_reward
);
comment on type app_public.owned_reward is 'A reward that the user unlocked in some period, and its claim.';
comment on column app_public.owned_reward.unlocked is E'@notNull\nWhen it was unlocked, for which period, under which rules.';
comment on column app_public.owned_reward.claimed is 'When it was claimed, what it gave, under which rules; null when it was not.';
