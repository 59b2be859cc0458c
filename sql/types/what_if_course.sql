create type app_private.what_if_course as (
  state app_private.user_states, marks app_private.day_marks[], unlocks app_private.reward_unlocks[],
  claims app_private.reward_claims[], to_be_reversed bigint[], entries app_public.journal_entries[], refused int
);
comment on type app_private.what_if_course is
  'How a user''s history would have gone so far: state, calendar, unlocks and claims; of the entries that are reversed later their numbers and what they would have been; how many commands would have been refused.';
