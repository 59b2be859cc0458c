create table app_private.rewards (
  id text primary key constraint id_is_a_short_name check (id ~ '^[a-z][a-z0-9_]{0,62}$'),
  title text not null constraint title_is_1_to_100_characters check (length(title) between 1 and 100),
  description text not null constraint description_is_at_most_1000_characters check (length(description) <= 1000),
  repeats app_public.reward_repeat not null default 'once',
  starts_at timestamptz,
  ends_at timestamptz,
  stock int constraint stock_is_positive check (stock > 0),
  claim_within_hours int constraint claim_within_hours_is_positive check (claim_within_hours > 0),
  auto_claim boolean not null default false,
  priority int not null default 100,
  enabled boolean not null default true,
  gives app_private.catalogue_effects not null,
  saved_at timestamptz not null default app_private.clock(),
  revision int not null default 1,
  constraint window_is_not_empty check (starts_at < ends_at)
);

alter table app_private.rewards enable row level security;
create policy everybody_reads on app_private.rewards for select to app_anonymous, app_user, app_operator using (true);
grant select on app_private.rewards to app_anonymous, app_user, app_operator;

comment on table app_private.rewards is 'What users unlock by meeting every condition, and then claim.';
comment on column app_private.rewards.starts_at is 'Can be unlocked and claimed from this instant on; null: always.';
comment on column app_private.rewards.ends_at is 'Can be unlocked and claimed before this instant; null: for ever.';
comment on column app_private.rewards.stock is 'How many can be claimed by all users together, counted from when there first was a limit and test users left out; null: no limit. Written by app_private.set_stock alone, which fills reward_stock with what is left.';
comment on column app_private.rewards.claim_within_hours is 'An unlock not claimed so many hours later expires; null: never.';
comment on column app_private.rewards.auto_claim is 'Claimed by the command that unlocks it.';
comment on column app_private.rewards.priority is 'Rewards are unlocked and auto-claimed in the order of (priority, id).';
comment on column app_private.rewards.enabled is 'A disabled reward unlocks no more; what is unlocked can still be claimed.';
comment on column app_private.rewards.gives is 'What a claim gives.';
comment on column app_private.rewards.saved_at is
  'When it was last changed, -infinity for those of the installation: from then on a what-if takes it to have been as it is.';
comment on column app_private.rewards.revision is
  'How often it has been changed, and 1: unlocks and claims name the one that they saw.';
