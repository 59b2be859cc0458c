create type app_public.journal_kind as enum ('bootstrap', 'settings', 'check_in', 'claim', 'pause', 'repair', 'amnesty');
comment on type app_public.journal_kind is 'The command that a journal entry records. AMNESTY is an operator''s; it is stored at the user''s next command, dated when it took effect.';
