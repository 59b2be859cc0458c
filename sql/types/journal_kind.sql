create type app_public.journal_kind as enum ('bootstrap', 'settings', 'check_in', 'claim');
comment on type app_public.journal_kind is 'The command that a journal entry records.';
