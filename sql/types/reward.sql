create type app_public.reward as (
  reward_id text,
  title text,
  description text,
  conditions app_public.condition[],
  gives app_public.effects,
  repeats app_public.reward_repeat,
  starts_at timestamptz,
  ends_at timestamptz,
  stock int,
  claim_within_hours int,
  auto_claim boolean,
  priority int,
  enabled boolean
);
comment on type app_public.reward is 'A reward as operators configure it: what rewards lists is what saveReward takes.';
comment on column app_public.reward.reward_id is
  E'@notNull\nIts name for ever: a small letter, then small letters, digits and _, 63 at most.';
comment on column app_public.reward.title is E'@notNull\nIts title, 1 to 100 characters.';
comment on column app_public.reward.description is E'@notNull\nIts description, at most 1000 characters.';
comment on column app_public.reward.conditions is
  E'@notNull\nAll must hold; each metric once. An empty list: it unlocks for everybody.';
comment on column app_public.reward.gives is E'@notNull\nWhat a claim gives.';
comment on column app_public.reward.repeats is E'@notNull\n@hasDefault\nHow often it can be had. Default: ONCE.';
comment on column app_public.reward.starts_at is 'Can be unlocked and claimed from this instant on; null: always.';
comment on column app_public.reward.ends_at is 'Can be unlocked and claimed before this instant; null: for ever.';
comment on column app_public.reward.stock is
  'How many can be claimed by all users together, counted from when there first was a limit; null: no limit.';
comment on column app_public.reward.claim_within_hours is 'An unlock not claimed so many hours later expires; null: never.';
comment on column app_public.reward.auto_claim is E'@notNull\n@hasDefault\nClaimed by the command that unlocks it. Default: false.';
comment on column app_public.reward.priority is
  E'@notNull\n@hasDefault\nRewards are unlocked and claimed automatically in the order of (priority, rewardId). Default: 100.';
comment on column app_public.reward.enabled is
  E'@notNull\n@hasDefault\nA disabled reward unlocks no more; what is unlocked can still be claimed. Default: true.';
