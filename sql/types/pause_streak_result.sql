create type app_public.pause_streak_result as (
  state app_public.state,
  unlocked app_public.unlocked_reward[],
  claimed app_public.claimed_reward[]
);
comment on type app_public.pause_streak_result is
  'The state with the pause, and what settling up to now unlocked. A repeat changes nothing more.';
comment on column app_public.pause_streak_result.state is E'@notNull\nThe state as of now.';
comment on column app_public.pause_streak_result.unlocked is E'@notNull\nRewards that it unlocked.';
comment on column app_public.pause_streak_result.claimed is E'@notNull\nRewards that it claimed automatically.';
