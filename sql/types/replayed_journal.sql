create type app_private.replayed_journal as (
  state app_private.user_states, marks app_private.day_marks[], differences app_private.difference[],
  told_state app_private.user_states, told_marks app_private.day_marks[]
);
comment on type app_private.replayed_journal is
  'What the rules make of a user''s journal: the state, the calendar, and the entries that are not what the rules make of them. told: the same as the last entry itself has it, when that is another; null otherwise.';
