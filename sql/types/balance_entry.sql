create type app_public.balance_entry as (
  sequence_number bigint, occurred_at timestamptz, day date, kind app_public.journal_kind, what text,
  refilled bigint, change bigint, balance_after bigint
);
comment on type app_public.balance_entry is 'A journal entry that changed a balance.';
comment on column app_public.balance_entry.sequence_number is 'Of the journal entry; null for an amnesty that the next command will store.';
comment on column app_public.balance_entry.occurred_at is E'@notNull\nWhen it happened.';
comment on column app_public.balance_entry.day is E'@notNull\nThe engagement day it belongs to.';
comment on column app_public.balance_entry.kind is E'@notNull\nThe command.';
comment on column app_public.balance_entry.what is E'@notNull\nWhat it was, in words.';
comment on column app_public.balance_entry.refilled is E'@notNull\nEnergy that had refilled on its own since the entry before; 0 for points.';
comment on column app_public.balance_entry.change is E'@notNull\nWhat it added or, if negative, took.';
comment on column app_public.balance_entry.balance_after is E'@notNull\nThe balance after it: the one before + refilled + change.';
