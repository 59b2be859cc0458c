create type app_public.reward_for_me as (
  reward_id text,
  title text,
  description text,
  status app_public.reward_status,
  progress app_public.metric_progress[],
  gives app_public.effects,
  repeats app_public.reward_repeat,
  period_key text,
  auto_claim boolean,
  starts_at timestamptz,
  ends_at timestamptz,
  stock_remaining bigint,
  unlocked_at timestamptz,
  claimable_until timestamptz,
  claimed_at timestamptz,
  unclaimed app_public.unlocked_reward[]
);
comment on type app_public.reward_for_me is 'A reward, and how it stands for this user in the current period.';
comment on column app_public.reward_for_me.reward_id is E'@notNull\nThe reward; what claimReward takes.';
comment on column app_public.reward_for_me.title is E'@notNull\nIts title.';
comment on column app_public.reward_for_me.description is E'@notNull\nIts description.';
comment on column app_public.reward_for_me.status is E'@notNull\nWhat can be done with it now.';
comment on column app_public.reward_for_me.progress is E'@notNull\nEach condition; all must hold.';
comment on column app_public.reward_for_me.gives is E'@notNull\nWhat a claim gives.';
comment on column app_public.reward_for_me.repeats is E'@notNull\nHow often it can be had.';
comment on column app_public.reward_for_me.period_key is 'The current period; null for a reward of a run when there is none.';
comment on column app_public.reward_for_me.auto_claim is E'@notNull\nClaimed by the command that unlocks it.';
comment on column app_public.reward_for_me.starts_at is 'Its window begins then; null: always open.';
comment on column app_public.reward_for_me.ends_at is 'Its window ends then; null: for ever.';
comment on column app_public.reward_for_me.stock_remaining is 'What is left for everybody; null: no limit.';
comment on column app_public.reward_for_me.unlocked_at is 'When it was unlocked in this period.';
comment on column app_public.reward_for_me.claimable_until is 'When that unlock expires.';
comment on column app_public.reward_for_me.claimed_at is 'When it was claimed in this period.';
comment on column app_public.reward_for_me.unclaimed is
  E'@notNull\nEvery unlock not claimed and not expired, of earlier periods too: claim those with their period key.';
