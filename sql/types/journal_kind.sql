create type app_public.journal_kind as enum (
  'bootstrap', 'settings', 'check_in', 'claim', 'pause', 'repair', 'amnesty', 'spend', 'buy', 'use', 'grant', 'reversal', 'discard', 'clock'
);
comment on type app_public.journal_kind is
  'The command that a journal entry records. GRANT, REVERSAL and AMNESTY are an operator''s; an amnesty is stored at the user''s next command, dated when it took effect. CLOCK is a test user''s, dated at the instant to which it moved the clock.';
