-- Vacuumed more often than others: of pages that it has seen me_rewards reads the keys alone. Claims too.
create table app_private.reward_unlocks (
  user_id uuid not null,
  reward_id text not null references app_private.rewards,
  period_key text not null,
  unlocked_at timestamptz not null,
  claimable_until timestamptz,
  rule_version_id int not null,
  sequence_number bigint not null,
  conditions jsonb,
  reward_revision int,
  constraint a_reward_is_unlocked_once_a_period primary key (user_id, reward_id, period_key),
  constraint an_unlock_can_be_claimed_for_a_while check (claimable_until > unlocked_at)
) with (autovacuum_vacuum_insert_scale_factor = 0.02);

-- A command's answer lists what its entry unlocked.
create index reward_unlocks_by_entry on app_private.reward_unlocks (user_id, sequence_number);

alter table app_private.reward_unlocks enable row level security;
create policy own on app_private.reward_unlocks for select to app_user using (user_id = app_private.current_user_id());
create policy operators_read_everybody on app_private.reward_unlocks for select to app_operator using (true);
grant select on app_private.reward_unlocks to app_user;

comment on table app_private.reward_unlocks is
  'A fact: this user met the conditions of this reward in this period. Nothing that happens later undoes it.';
comment on column app_private.reward_unlocks.conditions is
  'The conditions that were met, metric to at least so much; null for unlocks from before they were kept.';
comment on column app_private.reward_unlocks.sequence_number is 'Of the journal entry whose command unlocked it.';
comment on column app_private.reward_unlocks.reward_revision is
  'The revision of the reward that was unlocked; null from before they were counted.';
