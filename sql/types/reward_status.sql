create type app_public.reward_status as enum ('locked', 'claimable', 'claimed', 'expired', 'out_of_stock', 'not_open');
comment on type app_public.reward_status is
  'LOCKED: a condition is not met yet. CLAIMABLE: unlocked, claim it now. CLAIMED: done for this period. EXPIRED: unlocked, but the time to claim is over. OUT_OF_STOCK: none left. NOT_OPEN: outside the reward''s window.';
