create type app_public.claimed_reward as (
  reward_id text, title text, period_key text, claimed_at timestamptz, automatic boolean, gave app_public.amounts,
  rule_version_id int
);
comment on type app_public.claimed_reward is 'A reward that was claimed, and what it gave.';
comment on column app_public.claimed_reward.reward_id is E'@notNull\nThe reward.';
comment on column app_public.claimed_reward.title is E'@notNull\nIts title.';
comment on column app_public.claimed_reward.period_key is E'@notNull\nThe period it was claimed for.';
comment on column app_public.claimed_reward.claimed_at is E'@notNull\nWhen.';
comment on column app_public.claimed_reward.automatic is E'@notNull\nClaimed by the command that unlocked it.';
comment on column app_public.claimed_reward.gave is E'@notNull\nWhat it gave.';
comment on column app_public.claimed_reward.rule_version_id is E'@notNull\nThe rule version under which it was claimed.';
