create type app_public.unlocked_reward as (
  reward_id text, title text, period_key text, unlocked_at timestamptz, claimable_until timestamptz, rule_version_id int
);
comment on type app_public.unlocked_reward is 'A reward whose conditions were met; it stays unlocked whatever happens later.';
comment on column app_public.unlocked_reward.reward_id is E'@notNull\nThe reward.';
comment on column app_public.unlocked_reward.title is E'@notNull\nIts title.';
comment on column app_public.unlocked_reward.period_key is E'@notNull\nThe period it was unlocked for.';
comment on column app_public.unlocked_reward.unlocked_at is E'@notNull\nWhen.';
comment on column app_public.unlocked_reward.claimable_until is 'The unlock expires at this instant; null: never.';
comment on column app_public.unlocked_reward.rule_version_id is E'@notNull\nThe rule version under which it was unlocked.';
