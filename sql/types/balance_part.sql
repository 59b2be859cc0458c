create type app_public.balance_part as (kind app_public.journal_kind, entries int, change bigint, text text);
comment on type app_public.balance_part is 'What all entries of one kind together have added, or have taken.';
comment on column app_public.balance_part.kind is 'The kind of entry; null for energy that refilled on its own.';
comment on column app_public.balance_part.entries is E'@notNull\nHow many entries; 0 for energy that refilled on its own.';
comment on column app_public.balance_part.change is E'@notNull\nWhat they added or, if negative, took.';
comment on column app_public.balance_part.text is E'@notNull\nThe same in words.';
