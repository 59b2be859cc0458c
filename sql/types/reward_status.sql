create type app_public.reward_status as enum ('locked', 'claimable', 'claimed', 'expired', 'out_of_stock', 'not_open');
comment on type app_public.reward_status is
  'locked: a condition is not met yet. claimable: unlocked, claim it now. claimed: done for this period. expired: unlocked, but the time to claim is over. out_of_stock: none left. not_open: outside the reward''s window.';
