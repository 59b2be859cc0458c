create type app_public.repair_streak_result as (
  days date[],
  points bigint,
  already_repaired boolean,
  unlocked app_public.unlocked_reward[],
  claimed app_public.claimed_reward[],
  state app_public.state
);
comment on type app_public.repair_streak_result is
  'A repair, all that it changed, and the state as of now. A repeat gives the first call''s answer again, with the state as it is then.';
comment on column app_public.repair_streak_result.days is E'@notNull\nThe missed days that it repaired.';
comment on column app_public.repair_streak_result.points is E'@notNull\nThe points that were paid.';
comment on column app_public.repair_streak_result.already_repaired is E'@notNull\nTrue when an earlier call had repaired this day.';
comment on column app_public.repair_streak_result.unlocked is E'@notNull\nRewards that it unlocked.';
comment on column app_public.repair_streak_result.claimed is E'@notNull\nRewards that it claimed automatically.';
comment on column app_public.repair_streak_result.state is E'@notNull\nThe state as of now.';
