create type app_public.update_settings_result as (
  state app_public.state,
  unlocked app_public.unlocked_reward[],
  claimed app_public.claimed_reward[]
);
comment on type app_public.update_settings_result is
  'The state under the new settings, and what settling up to the change unlocked. A repeat changes nothing more.';
comment on column app_public.update_settings_result.state is E'@notNull\nThe state as of now.';
comment on column app_public.update_settings_result.unlocked is E'@notNull\nRewards that it unlocked.';
comment on column app_public.update_settings_result.claimed is E'@notNull\nRewards that it claimed automatically.';
