-- No foreign keys: entries are written by app_private.record alone, beside the row they describe.
-- What an entry must be is app_rules.is_journal_entry (constraints/is_a_journal_entry.sql).
create table app_public.journal_entries (
  user_id uuid not null,
  sequence_number bigint not null,
  occurred_at timestamptz not null,
  day date not null,
  kind app_public.journal_kind not null,
  asked jsonb not null,
  rule_version_id int not null,

  check_ins_delta int not null,
  freezes_granted int not null,
  freezes_used int not null,
  energy_refilled int not null,
  energy_delta int not null,
  xp_delta bigint not null,
  points_delta bigint not null,
  items_delta jsonb not null,

  last_day date,
  zone text not null,
  day_start_hour int not null,
  check_ins int not null,
  run_length int not null,
  run_started_on date,
  longest_streak int not null,
  last_marked_day date,
  last_check_in_day date,
  last_freeze_day date,
  last_travel_day date,
  freezes date[] not null,
  energy int not null,
  energy_anchor timestamptz not null,
  xp bigint not null,
  level int not null,
  points bigint not null,
  lifetime_points bigint not null,
  inventory jsonb not null,
  paused_from date,
  paused_until date,
  last_amnesty_id int not null default 0,
  terms jsonb,
  idempotency_key uuid,
  reverses bigint,
  operator_id uuid,
  rewards_unlocked int,

  constraint an_entry_has_its_own_number primary key (user_id, sequence_number)
);

-- The state at any past instant is one look-up (app_private.entry_at).
create index journal_entries_by_instant on app_public.journal_entries (user_id, occurred_at, sequence_number);

-- The key is the rule: one effect for each key, for ever, and one reversal for each entry.
create unique index journal_entries_have_one_effect_for_each_key on app_public.journal_entries (user_id, idempotency_key)
  where idempotency_key is not null;
create unique index journal_entries_are_reversed_once on app_public.journal_entries (user_id, reverses)
  where reverses is not null;

alter table app_public.journal_entries enable row level security;
create policy own on app_public.journal_entries for select to app_user using (user_id = app_private.current_user_id());
create policy operators_read_everybody on app_public.journal_entries for select to app_operator using (true);
grant select on app_public.journal_entries to app_user;
-- Append-only for everyone that anything runs as, the owner included.
revoke update, delete, truncate on app_public.journal_entries from current_user;

comment on table app_public.journal_entries is
  'Every change of a user''s state, once: what was asked, what it changed, and the state after. Never updated, never deleted.';
comment on column app_public.journal_entries.sequence_number is '1, 2, 3, … for each user, without gaps.';
comment on column app_public.journal_entries.occurred_at is 'When it happened; never before the entry before it.';
comment on column app_public.journal_entries.day is 'The engagement day it belongs to.';
comment on column app_public.journal_entries.kind is 'The command.';
comment on column app_public.journal_entries.asked is 'The command''s arguments.';
comment on column app_public.journal_entries.rule_version_id is 'The rule version it happened under.';
comment on column app_public.journal_entries.check_ins_delta is E'@behavior +sum:attribute:aggregate\nCheck-ins added.';
comment on column app_public.journal_entries.freezes_granted is E'@behavior +sum:attribute:aggregate\nFreezes added or, by a reversal, taken back.';
comment on column app_public.journal_entries.freezes_used is E'@behavior +sum:attribute:aggregate\nFreezes used on missed days, settled by this command.';
comment on column app_public.journal_entries.energy_refilled is E'@behavior +sum:attribute:aggregate\nEnergy that had refilled since the entry before, before the command''s own effect.';
comment on column app_public.journal_entries.energy_delta is E'@behavior +sum:attribute:aggregate\nWhat the command itself added or took. energy = the energy before + energyRefilled + energyDelta.';
comment on column app_public.journal_entries.xp_delta is E'@behavior +sum:attribute:aggregate\nXP added.';
comment on column app_public.journal_entries.points_delta is E'@behavior +sum:attribute:aggregate\nPoints added or, if negative, taken. points = the points before + pointsDelta.';
comment on column app_public.journal_entries.items_delta is 'Items added or, if negative, taken: item id to quantity.';
comment on column app_public.journal_entries.run_length is 'The current streak after the entry.';
comment on column app_public.journal_entries.freezes is 'The unused freezes after the entry, as days of grant.';
comment on column app_public.journal_entries.energy is 'Energy after the entry.';
comment on column app_public.journal_entries.points is 'Points after the entry.';
comment on column app_public.journal_entries.inventory is 'Item id to quantity, after the entry.';
comment on column app_public.journal_entries.last_day is 'The last engagement day of a command so far.';
comment on column app_public.journal_entries.zone is 'The user''s zone after the entry.';
comment on column app_public.journal_entries.day_start_hour is 'The hour at which the user''s day starts, after the entry.';
comment on column app_public.journal_entries.check_ins is 'All check-ins so far.';
comment on column app_public.journal_entries.run_started_on is 'The first day of the live run, after the entry.';
comment on column app_public.journal_entries.longest_streak is 'The longest run so far.';
comment on column app_public.journal_entries.last_marked_day is 'The last marked day, after the entry.';
comment on column app_public.journal_entries.last_check_in_day is 'The last counting day, after the entry.';
comment on column app_public.journal_entries.last_freeze_day is 'The last day that a freeze covered, after the entry.';
comment on column app_public.journal_entries.last_travel_day is 'The last day bridged by a change of zone or day start, after the entry.';
comment on column app_public.journal_entries.energy_anchor is 'The instant from which the next refill is counted, after the entry.';
comment on column app_public.journal_entries.xp is 'Lifetime XP after the entry.';
comment on column app_public.journal_entries.level is 'The level after the entry.';
comment on column app_public.journal_entries.lifetime_points is 'Points received so far.';
comment on column app_public.journal_entries.user_id is 'Whose entry it is.';
comment on column app_public.journal_entries.paused_from is 'The first day of the latest pause, after the entry.';
comment on column app_public.journal_entries.paused_until is 'The last day of the latest pause, after the entry.';
comment on column app_public.journal_entries.last_amnesty_id is 'The latest amnesty that had taken effect; 0 before the first.';
comment on column app_public.journal_entries.terms is 'What the catalogue said at that instant, where it mattered: the price of an item bought, what a reward claimed or an item used gives.';
comment on column app_public.journal_entries.idempotency_key is 'The caller''s key of a command that is not repeatable by nature: it has one effect, however often it is sent.';
comment on column app_public.journal_entries.reverses is 'The sequence number of the entry that this one reverses.';
comment on column app_public.journal_entries.rewards_unlocked is E'@behavior +sum:attribute:aggregate\nHow many rewards it unlocked; null for entries from before they were counted, which a sum leaves out.';
comment on column app_public.journal_entries.operator_id is E'@behavior -*\nThe operator whose command it was; null for a command of the user''s own.';
