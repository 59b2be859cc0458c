create type app_public.claim_reward_result as (
  claim app_public.claimed_reward,
  already_claimed boolean,
  unlocked app_public.unlocked_reward[],
  claimed app_public.claimed_reward[],
  state app_public.state
);
comment on type app_public.claim_reward_result is
  'A claim, what it unlocked in turn, and the state as of now. A repeat gives the first call''s answer again, with the state as it is then.';
comment on column app_public.claim_reward_result.claim is E'@notNull\nThe claim and what it gave.';
comment on column app_public.claim_reward_result.already_claimed is E'@notNull\nTrue when an earlier call had made this claim.';
comment on column app_public.claim_reward_result.unlocked is E'@notNull\nRewards that it unlocked.';
comment on column app_public.claim_reward_result.claimed is E'@notNull\nRewards that those claimed automatically.';
comment on column app_public.claim_reward_result.state is E'@notNull\nThe state as of now.';
