create table app_private.reward_claims (
  user_id uuid not null,
  reward_id text not null,
  period_key text not null,
  claimed_at timestamptz not null,
  automatic boolean not null,
  rule_version_id int not null,
  sequence_number bigint not null,
  from_stock boolean not null,
  reward_revision int,
  constraint a_reward_is_claimed_once_a_period primary key (user_id, reward_id, period_key),
  constraint only_what_was_unlocked_is_claimed
    foreign key (user_id, reward_id, period_key) references app_private.reward_unlocks
) with (autovacuum_vacuum_insert_scale_factor = 0.02);

alter table app_private.reward_claims enable row level security;
create policy own on app_private.reward_claims for select to app_user using (user_id = app_private.current_user_id());
create policy operators_read_everybody on app_private.reward_claims for select to app_operator using (true);
grant select on app_private.reward_claims to app_user;

comment on table app_private.reward_claims is 'What was claimed, at most once for each unlock; what it gave is in the journal entry.';
comment on column app_private.reward_claims.automatic is 'Claimed by the command that unlocked it.';
comment on column app_private.reward_claims.sequence_number is 'Of the journal entry that says what was given.';
comment on column app_private.reward_claims.from_stock is 'Took one from the reward''s stock. False for claims of before there was a limit, and for test users'': a stock is what is left and the claims from it.';
comment on column app_private.reward_claims.reward_revision is
  'The revision of the reward that was claimed; null from before they were counted.';
