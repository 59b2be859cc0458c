--! Previous: sha1:e31f4c5047ab82c093cd1a63f27ec85ba40a5f32
--! Hash: sha1:68a1512ddb81a1625fdd260defe1d16d90005fe4
--! Message: kinds of entries for the economy

-- Kinds of journal entries for the economy. By themselves: a constraint cannot name them before they are committed.
alter type app_public.journal_kind add value 'spend';
alter type app_public.journal_kind add value 'buy';
alter type app_public.journal_kind add value 'use';
alter type app_public.journal_kind add value 'grant';
alter type app_public.journal_kind add value 'reversal';
comment on type app_public.journal_kind is
  'The command that a journal entry records. GRANT, REVERSAL and AMNESTY are an operator''s; an amnesty is stored at the user''s next command, dated when it took effect.';
