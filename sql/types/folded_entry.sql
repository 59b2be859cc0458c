create type app_private.folded_entry as (
  entry app_public.journal_entries,
  automatic boolean,
  reversed app_public.journal_entries
);

comment on type app_private.folded_entry is
  'A journal entry with what the rules must know of others to fold it: whether its claim was automatic, and the entry that it takes back.';
