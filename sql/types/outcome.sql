create type app_private.outcome as (
  entry app_public.journal_entries,
  after app_private.user_states
);

comment on type app_private.outcome is
  'What a command has come to: its journal entry as it is stored, and the state after it and after what was claimed on its account.';
