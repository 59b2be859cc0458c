create type app_public.state as (
  as_of timestamptz,
  zone text,
  day_start_hour int,
  today date,
  day_ends_at timestamptz,
  streak app_public.streak,
  energy app_public.energy,
  level app_public.level,
  points bigint,
  lifetime_points bigint,
  inventory app_public.inventory_item[],
  rule_version_id int,
  sequence_number bigint,
  clock_ahead_hours int
);
comment on type app_public.state is 'Everything about a user as of one instant.';
comment on column app_public.state.as_of is E'@notNull\nThe instant for which all of this holds: the server''s time, or a test user''s own.';
comment on column app_public.state.zone is E'@notNull\nThe user''s time zone, an IANA name.';
comment on column app_public.state.day_start_hour is E'@notNull\nThe hour at which the user''s day starts: 0, 4, 5 or 6.';
comment on column app_public.state.today is E'@notNull\nThe engagement day.';
comment on column app_public.state.day_ends_at is E'@notNull\nWhen today ends.';
comment on column app_public.state.streak is E'@notNull\nThe streak.';
comment on column app_public.state.energy is E'@notNull\nEnergy.';
comment on column app_public.state.level is E'@notNull\nThe level.';
comment on column app_public.state.points is E'@notNull\nPoints to spend.';
comment on column app_public.state.lifetime_points is E'@notNull\nPoints ever received.';
comment on column app_public.state.inventory is E'@notNull\nItems held.';
comment on column app_public.state.rule_version_id is E'@notNull\nThe rule version in force.';
comment on column app_public.state.sequence_number is
  E'@notNull\nThe last journal entry''s number, 0 before the first: of two states, the one with the greater number is newer.';
comment on column app_public.state.clock_ahead_hours is
  'Of a test user (createTestUser): by how many hours their own clock is ahead of the server''s time. Null for everybody else.';
