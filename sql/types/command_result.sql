create type app_public.command_result as (
  sequence_number bigint,
  occurred_at timestamptz,
  gave app_public.amounts,
  took app_public.amounts,
  replayed boolean,
  unlocked app_public.unlocked_reward[],
  claimed app_public.claimed_reward[],
  state app_public.state
);
comment on type app_public.command_result is
  'What a command gave and took, all that followed, and the state as of now. A repeat gives the first call''s answer again, with the state as it is then.';
comment on column app_public.command_result.sequence_number is E'@notNull\nOf the journal entry that the command made.';
comment on column app_public.command_result.occurred_at is E'@notNull\nWhen it happened.';
comment on column app_public.command_result.gave is E'@notNull\nWhat the command itself gave; claimed rewards name their own.';
comment on column app_public.command_result.took is E'@notNull\nWhat it took.';
comment on column app_public.command_result.replayed is E'@notNull\nTrue when an earlier call had made this command.';
comment on column app_public.command_result.unlocked is E'@notNull\nRewards that it unlocked.';
comment on column app_public.command_result.claimed is E'@notNull\nRewards that it claimed automatically.';
comment on column app_public.command_result.state is E'@notNull\nThe user''s state as of now.';
