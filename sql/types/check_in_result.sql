create type app_public.check_in_result as (
  day date,
  mark app_public.mark,
  checked_in_at timestamptz,
  already_checked_in boolean,
  gave app_public.amounts,
  freezes_used int,
  unlocked app_public.unlocked_reward[],
  claimed app_public.claimed_reward[],
  state app_public.state
);
comment on type app_public.check_in_result is
  'A check-in, all that it changed, and the state as of now. A repeat gives the first call''s answer again, with the state as it is then.';
comment on column app_public.check_in_result.day is E'@notNull\nThe engagement day that was checked in.';
comment on column app_public.check_in_result.mark is E'@notNull\nCHECK_IN, or LATE when it was made within the grace.';
comment on column app_public.check_in_result.checked_in_at is E'@notNull\nWhen the day was checked in.';
comment on column app_public.check_in_result.already_checked_in is E'@notNull\nTrue when an earlier call had checked this day in.';
comment on column app_public.check_in_result.gave is E'@notNull\nWhat the check-in itself gave; claimed rewards name their own.';
comment on column app_public.check_in_result.freezes_used is E'@notNull\nFreezes used on the days missed before.';
comment on column app_public.check_in_result.unlocked is E'@notNull\nRewards that it unlocked.';
comment on column app_public.check_in_result.claimed is E'@notNull\nRewards that it claimed automatically.';
comment on column app_public.check_in_result.state is E'@notNull\nThe state as of now.';
