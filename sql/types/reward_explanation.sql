create type app_public.reward_explanation as (
  text text, reward_id text, title text, status app_public.reward_status, enabled boolean, period_key text,
  conditions app_public.condition_explanation[],
  unlocked app_public.unlocked_reward, unlocked_by bigint, claimed app_public.claimed_reward, claimed_by bigint
);
comment on type app_public.reward_explanation is 'Why a reward is not unlocked or, if it is, when and by which journal entry.';
comment on column app_public.reward_explanation.text is
  E'@notNull\nAll of it in words to the user, ready to be pasted into an answer.';
comment on column app_public.reward_explanation.reward_id is E'@notNull\nThe reward.';
comment on column app_public.reward_explanation.title is E'@notNull\nIts title.';
comment on column app_public.reward_explanation.status is E'@notNull\nWhat can be done with it now, as in rewards.';
comment on column app_public.reward_explanation.enabled is E'@notNull\nA disabled reward unlocks no more.';
comment on column app_public.reward_explanation.period_key is 'The current period; null for a reward of a run when there is none.';
comment on column app_public.reward_explanation.conditions is E'@notNull\nEach condition as of now; what was unlocked stays unlocked when one no longer holds.';
comment on column app_public.reward_explanation.unlocked is 'The unlock of the current period or else the latest of an earlier one; null when there is none.';
comment on column app_public.reward_explanation.unlocked_by is 'The sequence number of the journal entry that unlocked it.';
comment on column app_public.reward_explanation.claimed is 'The claim of that unlock; null when there is none.';
comment on column app_public.reward_explanation.claimed_by is 'The sequence number of the journal entry that claimed it.';
