create type app_public.balance_explanation as (
  text text, current bigint, refilled_since bigint, max bigint, next_at timestamptz, full_at timestamptz,
  parts app_public.balance_part[], entries app_public.balance_entry[], entry_count bigint
);
comment on type app_public.balance_explanation is 'Why a balance is what it is. The parts add up to it.';
comment on column app_public.balance_explanation.text is
  E'@notNull\nAll of it in words to the user, a line for each entry, ready to be pasted into an answer.';
comment on column app_public.balance_explanation.current is E'@notNull\nThe balance as of now: the sum of the parts.';
comment on column app_public.balance_explanation.refilled_since is
  E'@notNull\nEnergy that has refilled since the last entry, which is in the parts too; 0 for points.';
comment on column app_public.balance_explanation.max is 'Energy refills up to here; null for points.';
comment on column app_public.balance_explanation.next_at is 'When energy next refills; null when it is full, and for points.';
comment on column app_public.balance_explanation.full_at is 'When energy will be full; null when it is, and for points.';
comment on column app_public.balance_explanation.parts is E'@notNull\nWhat was added and what was taken, by kind of entry.';
comment on column app_public.balance_explanation.entries is E'@notNull\nThe entries that changed the balance, latest first: the last ones only.';
comment on column app_public.balance_explanation.entry_count is E'@notNull\nHow many there are in all.';
