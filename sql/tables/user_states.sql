-- The one row that each command of a user locks. Fillfactor 80 and no index on what changes keep
-- its updates in the page (HOT). What a state must be is app_rules.is_state (constraints/is_a_state.sql).
create table app_private.user_states (
  user_id uuid primary key references app_private.users,
  sequence_number bigint not null,
  last_occurred_at timestamptz not null,
  rule_version_id int not null,
  last_day date,
  zone text not null references app_private.zones,
  day_start_hour int not null,

  check_ins int not null default 0,
  run_length int not null default 0,
  run_started_on date,
  longest_streak int not null default 0,
  last_marked_day date,
  last_check_in_day date,
  last_freeze_day date,
  last_travel_day date,
  freezes date[] not null default '{}',

  energy int not null,
  energy_anchor timestamptz not null,
  xp bigint not null default 0,
  level int not null,
  points bigint not null default 0,
  lifetime_points bigint not null default 0,
  inventory jsonb not null default '{}',
  paused_from date,
  paused_until date,
  last_amnesty_id int not null default 0,
  clock_ahead_seconds bigint
) with (fillfactor = 80);

alter table app_private.user_states enable row level security;
create policy own on app_private.user_states for select to app_user using (user_id = app_private.current_user_id());
create policy operators_read_everybody on app_private.user_states for select to app_operator using (true);
grant select on app_private.user_states to app_user;

comment on table app_private.user_states is
  'The state of each user as of the last journal entry. It changes only together with one (app_private.record).';
comment on column app_private.user_states.sequence_number is 'Of the last journal entry.';
comment on column app_private.user_states.last_occurred_at is 'The instant of the last journal entry; no later command is dated before it.';
comment on column app_private.user_states.rule_version_id is 'The rule version under which the state was last settled.';
comment on column app_private.user_states.last_day is 'The last engagement day of a command; null before the first one.';
comment on column app_private.user_states.day_start_hour is 'Hours after midnight at which the user''s day starts.';
comment on column app_private.user_states.check_ins is 'All check-ins ever.';
comment on column app_private.user_states.run_length is 'The current streak: counting days of the live run, 0 once it has ended.';
comment on column app_private.user_states.run_started_on is 'The first day of the live run.';
comment on column app_private.user_states.last_marked_day is 'The last day with a mark of any kind; settling goes on from here.';
comment on column app_private.user_states.last_check_in_day is 'The last counting day.';
comment on column app_private.user_states.last_freeze_day is 'The last day that a freeze covered.';
comment on column app_private.user_states.last_travel_day is 'The last day bridged by a change of zone or day start.';
comment on column app_private.user_states.freezes is 'The unused freezes: the day each was granted on, oldest first.';
comment on column app_private.user_states.energy is 'Energy at energy_anchor; app_rules.energy_value gives it at any later instant.';
comment on column app_private.user_states.energy_anchor is 'The instant from which the next refill is counted.';
comment on column app_private.user_states.lifetime_points is 'All points ever received; spending does not lower it.';
comment on column app_private.user_states.inventory is 'Item id to quantity.';
comment on column app_private.user_states.paused_from is 'The first day of the latest pause; null when there was none, or a check-in on that day undid it.';
comment on column app_private.user_states.paused_until is 'The last day of the latest pause; a check-in ends it the day before.';
comment on column app_private.user_states.last_amnesty_id is 'The latest amnesty that has taken effect on this state; 0 before the first.';
comment on column app_private.user_states.clock_ahead_seconds is 'How far a test user''s own clock is ahead of everybody''s. Null for whoever is no test user, for ever: this alone says who is one.';
