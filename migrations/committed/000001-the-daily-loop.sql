--! Previous: -
--! Hash: sha1:c6b8dd07b1d9648a86663c9ecc7b4ea825b41c08
--! Message: The daily loop

--! Included manifest.sql
-- The database from nothing, in order: each file is one object. bootstrap.sql has made the roles before.

--! Included schemas.sql
-- Three schemas: what the API sees, what is pure, and the rest.
create schema app_public;
comment on schema app_public is 'What the API sees: the journal, types, and one function for each GraphQL field.';
create schema app_rules;
comment on schema app_rules is 'The rules: pure functions, no table, no clock, no setting.';
create schema app_private;
comment on schema app_private is 'Tables with row-level security, clock, identity, and the core of each command.';

-- By default privileges, and for the whole role: `in schema` would not take PUBLIC's right away.
alter default privileges revoke execute on functions from public;
-- Pure functions tell nobody anything.
alter default privileges in schema app_rules grant execute on functions to app_anonymous, app_user, app_operator;

grant usage on schema app_public, app_private, app_rules to app_anonymous, app_user, app_operator;
--! EndIncluded schemas.sql

-- Types: what the API speaks of.
--! Included types/mark.sql
create type app_public.mark as enum ('check_in', 'late', 'freeze', 'pause', 'amnesty', 'travel', 'repair');
comment on type app_public.mark is
  'How a day of the calendar is marked. CHECK_IN and LATE count; FREEZE, PAUSE, AMNESTY and TRAVEL bridge the day without counting; REPAIR gives back the length that was lost.';
--! EndIncluded types/mark.sql
--! Included types/streak_status.sql
create type app_public.streak_status as enum ('none', 'done_today', 'at_risk', 'protected', 'paused', 'broken');
comment on type app_public.streak_status is
  'NONE: never checked in. DONE_TODAY: nothing to do until tomorrow. AT_RISK: alive, and today is still open. PROTECTED: the same, and a freeze has just saved the run. PAUSED: today is under a pause. BROKEN: the run has ended.';
--! EndIncluded types/streak_status.sql
--! Included types/reward_repeat.sql
create type app_public.reward_repeat as enum ('once', 'run', 'day', 'week', 'month');
comment on type app_public.reward_repeat is
  'How often a reward can be unlocked and claimed: once in a lifetime, or once in each streak run, day, week (Monday to Sunday) or month of the user''s own calendar.';
--! EndIncluded types/reward_repeat.sql
--! Included types/reward_status.sql
create type app_public.reward_status as enum ('locked', 'claimable', 'claimed', 'expired', 'out_of_stock', 'not_open');
comment on type app_public.reward_status is
  'LOCKED: a condition is not met yet. CLAIMABLE: unlocked, claim it now. CLAIMED: done for this period. EXPIRED: unlocked, but the time to claim is over. OUT_OF_STOCK: none left. NOT_OPEN: outside the reward''s window.';
--! EndIncluded types/reward_status.sql
--! Included types/journal_kind.sql
create type app_public.journal_kind as enum ('bootstrap', 'settings', 'check_in', 'claim');
comment on type app_public.journal_kind is 'The command that a journal entry records.';
--! EndIncluded types/journal_kind.sql
--! Included types/inventory_item.sql
create type app_public.inventory_item as (item_id text, quantity int);
comment on type app_public.inventory_item is 'So many of an item.';
comment on column app_public.inventory_item.item_id is E'@notNull\nThe item.';
comment on column app_public.inventory_item.quantity is E'@notNull\nHow many; at least 1.';
--! EndIncluded types/inventory_item.sql
--! Included types/effects.sql
create type app_public.effects as (points bigint, energy int, xp bigint, freezes int, items app_public.inventory_item[]);
comment on type app_public.effects is 'What a command, a reward or an item gives.';
comment on column app_public.effects.points is E'@notNull\nPoints.';
comment on column app_public.effects.energy is E'@notNull\nEnergy. What was given can be less than what is promised: no more than fits.';
comment on column app_public.effects.xp is E'@notNull\nXP.';
comment on column app_public.effects.freezes is E'@notNull\nStreak freezes.';
comment on column app_public.effects.items is E'@notNull\nItems for the inventory.';
--! EndIncluded types/effects.sql
--! Included types/streak.sql
create type app_public.streak as (
  current int,
  longest int,
  status app_public.streak_status,
  expires_at timestamptz,
  started_on date,
  last_check_in_day date,
  check_ins int,
  freezes int,
  freezes_max int
);
comment on type app_public.streak is 'Consecutive days with a check-in, as of now.';
comment on column app_public.streak.current is E'@notNull\nCounting days of the live run; 0 when there is none.';
comment on column app_public.streak.longest is E'@notNull\nThe longest run ever.';
comment on column app_public.streak.status is E'@notNull\nWhat to tell the user today.';
comment on column app_public.streak.expires_at is
  'When the run ends if nobody does anything, freezes and grace counted. Null without a live run.';
comment on column app_public.streak.started_on is 'The first day of the live run.';
comment on column app_public.streak.last_check_in_day is 'The last day with a check-in.';
comment on column app_public.streak.check_ins is E'@notNull\nAll check-ins ever.';
comment on column app_public.streak.freezes is E'@notNull\nFreezes held: each saves the run on one missed day.';
comment on column app_public.streak.freezes_max is E'@notNull\nAt most so many freezes are held.';
--! EndIncluded types/streak.sql
--! Included types/energy.sql
create type app_public.energy as (
  value int,
  max int,
  next_at timestamptz,
  full_at timestamptz,
  refill_amount int,
  refill_seconds int
);
comment on type app_public.energy is 'Energy as of now. It refills on its own up to the maximum.';
comment on column app_public.energy.value is E'@notNull\nNow.';
comment on column app_public.energy.max is E'@notNull\nEnergy refills up to here.';
comment on column app_public.energy.next_at is 'When the next refill comes; null when full.';
comment on column app_public.energy.full_at is 'When it will be full; null when it is.';
comment on column app_public.energy.refill_amount is E'@notNull\nEnergy for each refill.';
comment on column app_public.energy.refill_seconds is E'@notNull\nSeconds from one refill to the next.';
--! EndIncluded types/energy.sql
--! Included types/level.sql
create type app_public.level as (
  number int,
  xp bigint,
  starts_at_xp bigint,
  next_at_xp bigint,
  xp_to_next bigint,
  points_boost_basis_points int
);
comment on type app_public.level is 'The level that lifetime XP has reached; it is never lost.';
comment on column app_public.level.number is E'@notNull\nThe level, from 1 on.';
comment on column app_public.level.xp is E'@notNull\nLifetime XP.';
comment on column app_public.level.starts_at_xp is 'The XP at which this level began.';
comment on column app_public.level.next_at_xp is 'The XP at which the next level begins; null at the last one.';
comment on column app_public.level.xp_to_next is 'XP missing to the next level; null at the last one.';
comment on column app_public.level.points_boost_basis_points is
  E'@notNull\nWhat multiplies the points of a check-in, in basis points: 10500 is 1.05 times.';
--! EndIncluded types/level.sql
--! Included types/state.sql
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
  sequence_number bigint
);
comment on type app_public.state is 'Everything about a user as of one instant.';
comment on column app_public.state.as_of is E'@notNull\nThe server''s time for which all of this holds.';
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
--! EndIncluded types/state.sql
--! Included types/me.sql
create type app_public.me as (user_id uuid, created_at timestamptz, state app_public.state);
comment on type app_public.me is 'The user whose token the request carries.';
comment on column app_public.me.user_id is E'@notNull\nThe same on every call and every server.';
comment on column app_public.me.created_at is 'When the first command or bootstrap was; null before it.';
comment on column app_public.me.state is E'@notNull\nThe state as of now.';
--! EndIncluded types/me.sql
--! Included types/unlocked_reward.sql
create type app_public.unlocked_reward as (
  reward_id text, title text, period_key text, unlocked_at timestamptz, claimable_until timestamptz, rule_version_id int
);
comment on type app_public.unlocked_reward is 'A reward whose conditions were met; it stays unlocked whatever happens later.';
comment on column app_public.unlocked_reward.reward_id is E'@notNull\nThe reward.';
comment on column app_public.unlocked_reward.title is E'@notNull\nIts title.';
comment on column app_public.unlocked_reward.period_key is E'@notNull\nThe period it was unlocked for.';
comment on column app_public.unlocked_reward.unlocked_at is E'@notNull\nWhen.';
comment on column app_public.unlocked_reward.claimable_until is 'The unlock expires at this instant; null: never.';
comment on column app_public.unlocked_reward.rule_version_id is E'@notNull\nThe rule version under which it was unlocked.';
--! EndIncluded types/unlocked_reward.sql
--! Included types/claimed_reward.sql
create type app_public.claimed_reward as (
  reward_id text, title text, period_key text, claimed_at timestamptz, automatic boolean, gave app_public.effects,
  rule_version_id int
);
comment on type app_public.claimed_reward is 'A reward that was claimed, and what it gave.';
comment on column app_public.claimed_reward.reward_id is E'@notNull\nThe reward.';
comment on column app_public.claimed_reward.title is E'@notNull\nIts title.';
comment on column app_public.claimed_reward.period_key is E'@notNull\nThe period it was claimed for.';
comment on column app_public.claimed_reward.claimed_at is E'@notNull\nWhen.';
comment on column app_public.claimed_reward.automatic is E'@notNull\nClaimed by the command that unlocked it.';
comment on column app_public.claimed_reward.gave is E'@notNull\nWhat it gave.';
comment on column app_public.claimed_reward.rule_version_id is E'@notNull\nThe rule version under which it was claimed.';
--! EndIncluded types/claimed_reward.sql
--! Included types/owned_reward.sql
create type app_public.owned_reward as (
  unlocked app_public.unlocked_reward,
  claimed app_public.claimed_reward
);
comment on type app_public.owned_reward is 'A reward that the user unlocked in some period, and its claim.';
comment on column app_public.owned_reward.unlocked is E'@notNull\nWhen it was unlocked, for which period, under which rules.';
comment on column app_public.owned_reward.claimed is 'When it was claimed, what it gave, under which rules; null when it was not.';
--! EndIncluded types/owned_reward.sql
--! Included types/check_in_result.sql
create type app_public.check_in_result as (
  day date,
  mark app_public.mark,
  checked_in_at timestamptz,
  already_checked_in boolean,
  gave app_public.effects,
  freezes_used int,
  unlocked app_public.unlocked_reward[],
  claimed app_public.claimed_reward[],
  state app_public.state
);
comment on type app_public.check_in_result is
  'A check-in, all that it changed, and the state as of now. A repeat gives the first call''s answer again, with the state as it is then.';
comment on column app_public.check_in_result.day is E'@notNull\nThe engagement day that was checked in.';
comment on column app_public.check_in_result.mark is E'@notNull\nCHECK_IN, or LATE when it was made within the grace.';
comment on column app_public.check_in_result.checked_in_at is E'@notNull\nWhen the day was checked in.';
comment on column app_public.check_in_result.already_checked_in is E'@notNull\nTrue when an earlier call had checked this day in.';
comment on column app_public.check_in_result.gave is E'@notNull\nWhat the check-in itself gave; claimed rewards name their own.';
comment on column app_public.check_in_result.freezes_used is E'@notNull\nFreezes used on the days missed before.';
comment on column app_public.check_in_result.unlocked is E'@notNull\nRewards that it unlocked.';
comment on column app_public.check_in_result.claimed is E'@notNull\nRewards that it claimed automatically.';
comment on column app_public.check_in_result.state is E'@notNull\nThe state as of now.';
--! EndIncluded types/check_in_result.sql
--! Included types/claim_reward_result.sql
create type app_public.claim_reward_result as (
  claim app_public.claimed_reward,
  already_claimed boolean,
  unlocked app_public.unlocked_reward[],
  claimed app_public.claimed_reward[],
  state app_public.state
);
comment on type app_public.claim_reward_result is
  'A claim, what it unlocked in turn, and the state as of now. A repeat gives the first call''s answer again, with the state as it is then.';
comment on column app_public.claim_reward_result.claim is E'@notNull\nThe claim and what it gave.';
comment on column app_public.claim_reward_result.already_claimed is E'@notNull\nTrue when an earlier call had made this claim.';
comment on column app_public.claim_reward_result.unlocked is E'@notNull\nRewards that it unlocked.';
comment on column app_public.claim_reward_result.claimed is E'@notNull\nRewards that those claimed automatically.';
comment on column app_public.claim_reward_result.state is E'@notNull\nThe state as of now.';
--! EndIncluded types/claim_reward_result.sql
--! Included types/update_settings_result.sql
create type app_public.update_settings_result as (
  state app_public.state,
  unlocked app_public.unlocked_reward[],
  claimed app_public.claimed_reward[]
);
comment on type app_public.update_settings_result is
  'The state under the new settings, and what settling up to the change unlocked. A repeat changes nothing more.';
comment on column app_public.update_settings_result.state is E'@notNull\nThe state as of now.';
comment on column app_public.update_settings_result.unlocked is E'@notNull\nRewards that it unlocked.';
comment on column app_public.update_settings_result.claimed is E'@notNull\nRewards that it claimed automatically.';
--! EndIncluded types/update_settings_result.sql
--! Included types/calendar_day.sql
create type app_public.calendar_day as (
  day date, mark app_public.mark, counts boolean, reason text, marked_at timestamptz, zone text, day_start_hour int,
  rule_version_id int
);
comment on type app_public.calendar_day is 'A day of the user''s calendar: how it is marked, and why.';
comment on column app_public.calendar_day.day is E'@notNull\nThe day.';
comment on column app_public.calendar_day.mark is 'Its mark; null when it has none.';
comment on column app_public.calendar_day.counts is E'@notNull\nWhether it counts for a streak.';
comment on column app_public.calendar_day.reason is E'@notNull\nIn words.';
comment on column app_public.calendar_day.marked_at is 'When it was marked; null for a freeze that the next command will store.';
comment on column app_public.calendar_day.zone is 'The zone under which the day was marked.';
comment on column app_public.calendar_day.day_start_hour is 'The hour at which the day started when it was marked.';
comment on column app_public.calendar_day.rule_version_id is 'The rule version under which it was marked.';
--! EndIncluded types/calendar_day.sql
--! Included types/metric_progress.sql
create type app_public.metric_progress as (metric text, title text, current bigint, at_least bigint, is_met boolean);
comment on type app_public.metric_progress is 'How far a user is towards one condition of a reward.';
comment on column app_public.metric_progress.metric is E'@notNull\nThe metric.';
comment on column app_public.metric_progress.title is E'@notNull\nThe metric in words.';
comment on column app_public.metric_progress.current is E'@notNull\nWhat it is now.';
comment on column app_public.metric_progress.at_least is E'@notNull\nWhat the condition asks for.';
comment on column app_public.metric_progress.is_met is E'@notNull\nWhether that is enough.';
--! EndIncluded types/metric_progress.sql
--! Included types/reward_for_me.sql
create type app_public.reward_for_me as (
  reward_id text,
  title text,
  description text,
  status app_public.reward_status,
  progress app_public.metric_progress[],
  gives app_public.effects,
  repeats app_public.reward_repeat,
  period_key text,
  auto_claim boolean,
  starts_at timestamptz,
  ends_at timestamptz,
  stock_remaining bigint,
  unlocked_at timestamptz,
  claimable_until timestamptz,
  claimed_at timestamptz,
  unclaimed app_public.unlocked_reward[]
);
comment on type app_public.reward_for_me is 'A reward, and how it stands for this user in the current period.';
comment on column app_public.reward_for_me.reward_id is E'@notNull\nThe reward; what claimReward takes.';
comment on column app_public.reward_for_me.title is E'@notNull\nIts title.';
comment on column app_public.reward_for_me.description is E'@notNull\nIts description.';
comment on column app_public.reward_for_me.status is E'@notNull\nWhat can be done with it now.';
comment on column app_public.reward_for_me.progress is E'@notNull\nEach condition; all must hold.';
comment on column app_public.reward_for_me.gives is E'@notNull\nWhat a claim gives.';
comment on column app_public.reward_for_me.repeats is E'@notNull\nHow often it can be had.';
comment on column app_public.reward_for_me.period_key is 'The current period; null for a reward of a run when there is none.';
comment on column app_public.reward_for_me.auto_claim is E'@notNull\nClaimed by the command that unlocks it.';
comment on column app_public.reward_for_me.starts_at is 'Its window begins then; null: always open.';
comment on column app_public.reward_for_me.ends_at is 'Its window ends then; null: for ever.';
comment on column app_public.reward_for_me.stock_remaining is 'What is left for everybody; null: no limit.';
comment on column app_public.reward_for_me.unlocked_at is 'When it was unlocked in this period.';
comment on column app_public.reward_for_me.claimable_until is 'When that unlock expires.';
comment on column app_public.reward_for_me.claimed_at is 'When it was claimed in this period.';
comment on column app_public.reward_for_me.unclaimed is
  E'@notNull\nEvery unlock not claimed and not expired, of earlier periods too: claim those with their period key.';
--! EndIncluded types/reward_for_me.sql

-- Rules about numbers and days: pure, and used by the tables' constraints.
--! Included rules/user_id_for.sql
-- The same person has the same id on every call and every node, without a look-up.
-- The issuer's length keeps ('ab', 'c') and ('a', 'bc') apart; 8 marks a custom UUID (RFC 9562).
create or replace function app_rules.user_id_for(issuer text, subject text)
returns uuid
language sql immutable strict parallel safe
return overlay(overlay(
  encode(substring(sha256(convert_to(length(issuer)::text || ':' || issuer || subject, 'UTF8')) from 1 for 16), 'hex')
  placing '8' from 13 for 1) placing '8' from 17 for 1)::uuid;

comment on function app_rules.user_id_for(text, text) is
  'The id of the user whom this issuer knows under this subject. Null when either is null.';
--! EndIncluded rules/user_id_for.sql
--! Included rules/iso_date.sql
create or replace function app_rules.iso_date(day date)
returns text
language sql immutable parallel safe
return case when day between '0001-01-01' and '9999-12-31' then
  lpad(extract(year from day)::text, 4, '0')
  || '-' || lpad(extract(month from day)::text, 2, '0')
  || '-' || lpad(extract(day from day)::text, 2, '0')
end;

comment on function app_rules.iso_date(date) is
  'A date as 2026-03-01, whatever the session''s date style; null for one that four digits of year cannot tell.';
--! EndIncluded rules/iso_date.sql
--! Included rules/local_day.sql
-- Convert first, subtract after: the other order is wrong on the day of a DST change.
create or replace function app_rules.local_day(at timestamptz, zone text, day_start_hour int)
returns date
language sql immutable parallel safe
return ((at at time zone zone) - make_interval(hours => day_start_hour))::date;

comment on function app_rules.local_day(timestamptz, text, int) is
  'The date on the user''s calendar at an instant, when the day starts day_start_hour hours after midnight in the zone.';
--! EndIncluded rules/local_day.sql
--! Included rules/clock_skip.sql
-- PostgreSQL reads a local time that was skipped with the offset before, which is at or after the skip,
-- by less than the skip's length. Minute by minute, since no function tells when a zone's clock changes.
create or replace function app_rules.clock_skip(skipped timestamp, zone text)
returns timestamptz
language sql immutable parallel safe
return (
  select min(n.utc) at time zone 'UTC'
  from (select skipped at time zone zone at time zone 'UTC' as utc) as reading,
    lateral generate_series(
      reading.utc - (reading.utc at time zone 'UTC' at time zone zone - skipped), reading.utc, interval '1 minute'
    ) as n(utc)
  where n.utc at time zone 'UTC' at time zone zone >= skipped
);

comment on function app_rules.clock_skip(timestamp, text) is
  'The instant at which a zone''s clock skips this local time.';
--! EndIncluded rules/clock_skip.sql
--! Included rules/day_end.sql
-- Where the clock goes back over the day's start, PostgreSQL takes the later reading of
-- that local time; the day ends at the earlier one, which is read with the offset of the day before.
-- Where the clock skips the day's start, the day ends at the skip.
create or replace function app_rules.day_end(day date, zone text, day_start_hour int)
returns timestamptz
language sql immutable parallel safe
return (
  select case
    when later.at at time zone zone > local.time then app_rules.clock_skip(local.time, zone)
    when earlier.at at time zone zone = local.time then least(earlier.at, later.at)
    else later.at
  end
  from (select (day + 1)::timestamp + make_interval(hours => day_start_hour) as time) as local,
    lateral (select local.time at time zone zone as at) as later,
    lateral (
      select (local.time - (((later.at at time zone 'UTC') - interval '1 day') at time zone 'UTC' at time zone zone
        - ((later.at at time zone 'UTC') - interval '1 day'))) at time zone 'UTC' as at
    ) as earlier
);

comment on function app_rules.day_end(date, text, int) is
  'The instant at which a day of the user''s calendar ends: the first one that belongs to a later day.';
--! EndIncluded rules/day_end.sql
--! Included rules/engagement_day.sql
-- Engagement days never go back, wherever the user travels.
create or replace function app_rules.engagement_day(at timestamptz, zone text, day_start_hour int, last_day date)
returns date
language sql immutable parallel safe
return case when num_nulls(at, zone, day_start_hour) = 0 then
  greatest(app_rules.local_day(at, zone, day_start_hour), last_day)
end;

comment on function app_rules.engagement_day(timestamptz, text, int, date) is
  'The engagement day at an instant: the local day, or the last engagement day where that is later.';
--! EndIncluded rules/engagement_day.sql
--! Included rules/ended_through.sql
-- end(d) + grace <= at is the same as: the local day at (at - grace) is after d.
create or replace function app_rules.ended_through(at timestamptz, zone text, day_start_hour int, late_grace_minutes int)
returns date
language sql immutable parallel safe
return app_rules.local_day(
  ((at at time zone 'UTC') - make_interval(mins => late_grace_minutes)) at time zone 'UTC',
  zone, day_start_hour) - 1;

comment on function app_rules.ended_through(timestamptz, text, int, int) is
  'The last day that has ended at an instant, its grace for late check-ins over.';
--! EndIncluded rules/ended_through.sql
--! Included rules/seconds_after.sql
-- By way of UTC: timestamptz + interval depends on the session''s zone and is only stable.
create or replace function app_rules.seconds_after(at timestamptz, seconds numeric)
returns timestamptz
language sql immutable parallel safe
return ((at at time zone 'UTC') + interval '1 second' * seconds::double precision) at time zone 'UTC';

comment on function app_rules.seconds_after(timestamptz, numeric) is 'The instant some whole seconds later.';
--! EndIncluded rules/seconds_after.sql
--! Included rules/energy_refills.sql
-- Numeric, since years in seconds times an amount need not fit an int.
create or replace function app_rules.energy_refills(anchor timestamptz, at timestamptz, refill_seconds int)
returns numeric
language sql immutable parallel safe
return case when num_nulls(anchor, at, refill_seconds) = 0 then
  greatest(floor(extract(epoch from at - anchor) / refill_seconds), 0)
end;

comment on function app_rules.energy_refills(timestamptz, timestamptz, int) is
  'How many whole refill intervals have passed since the anchor.';
--! EndIncluded rules/energy_refills.sql
--! Included rules/energy_value.sql
create or replace function app_rules.energy_value(
  value int, anchor timestamptz, at timestamptz, energy_max int, refill_amount int, refill_seconds int
)
returns int
language sql immutable parallel safe
return case
  when num_nulls(value, anchor, at, energy_max, refill_amount, refill_seconds) > 0 then null
  when value >= energy_max then value
  else least(energy_max,
    value + refill_amount * app_rules.energy_refills(anchor, at, refill_seconds))::int
end;

comment on function app_rules.energy_value(int, timestamptz, timestamptz, int, int, int) is
  'Energy at an instant: it refills up to the maximum, and what is above the maximum stays.';
--! EndIncluded rules/energy_value.sql
--! Included rules/energy_anchor.sql
-- What is left of an interval is kept: the anchor moves by whole intervals only.
create or replace function app_rules.energy_anchor(
  value int, anchor timestamptz, at timestamptz, energy_max int, refill_amount int, refill_seconds int
)
returns timestamptz
language sql immutable parallel safe
return case
  when num_nulls(value, anchor, at, energy_max, refill_amount, refill_seconds) > 0 then null
  when app_rules.energy_value(value, anchor, at, energy_max, refill_amount, refill_seconds) >= energy_max then at
  else app_rules.seconds_after(anchor, refill_seconds * app_rules.energy_refills(anchor, at, refill_seconds))
end;

comment on function app_rules.energy_anchor(int, timestamptz, timestamptz, int, int, int) is
  'The instant from which the next refill is counted, once energy has been settled.';
--! EndIncluded rules/energy_anchor.sql
--! Included rules/energy_after_grant.sql
create or replace function app_rules.energy_after_grant(value int, amount int, energy_max int, energy_overfill int)
returns int
language sql immutable parallel safe
return case when num_nulls(value, amount, energy_max, energy_overfill) = 0 then
  greatest(value, least(energy_max::bigint + energy_overfill, value::bigint + amount))::int
end;

comment on function app_rules.energy_after_grant(int, int, int, int) is
  'Energy after a grant, up to the maximum and what may overfill it; a grant never takes energy away.';
--! EndIncluded rules/energy_after_grant.sql
--! Included rules/energy_next_at.sql
create or replace function app_rules.energy_next_at(value int, anchor timestamptz, energy_max int, refill_seconds int)
returns timestamptz
language sql immutable parallel safe
return case when value < energy_max then app_rules.seconds_after(anchor, refill_seconds) end;

comment on function app_rules.energy_next_at(int, timestamptz, int, int) is
  'When settled energy next refills; null when it is full.';
--! EndIncluded rules/energy_next_at.sql
--! Included rules/energy_full_at.sql
create or replace function app_rules.energy_full_at(
  value int, anchor timestamptz, energy_max int, refill_amount int, refill_seconds int
)
returns timestamptz
language sql immutable parallel safe
return case when value < energy_max then
  app_rules.seconds_after(anchor, ceil((energy_max - value)::numeric / refill_amount) * refill_seconds)
end;

comment on function app_rules.energy_full_at(int, timestamptz, int, int, int) is
  'When settled energy will be full; null when it is.';
--! EndIncluded rules/energy_full_at.sql
--! Included rules/level_for_xp.sql
create or replace function app_rules.level_for_xp(xp bigint, level_thresholds bigint[])
returns int
language sql immutable parallel safe
return nullif(width_bucket(xp, level_thresholds), 0);

comment on function app_rules.level_for_xp(bigint, bigint[]) is
  'The highest level whose threshold is at most the lifetime XP.';
--! EndIncluded rules/level_for_xp.sql
--! Included rules/level_boost.sql
-- A level once reached is kept, even under rules that know fewer levels: the last one's boost then holds.
create or replace function app_rules.level_boost(level int, level_boosts_basis_points int[])
returns int
language sql immutable parallel safe
return level_boosts_basis_points[
  case when level > cardinality(level_boosts_basis_points) then cardinality(level_boosts_basis_points) else level end];

comment on function app_rules.level_boost(int, int[]) is 'What multiplies a check-in''s points at a level, in basis points.';
--! EndIncluded rules/level_boost.sql
--! Included rules/boosted_points.sql
-- Multiply, then round down once.
create or replace function app_rules.boosted_points(points bigint, boost_basis_points int)
returns bigint
language sql immutable parallel safe
return points * boost_basis_points / 10000;

comment on function app_rules.boosted_points(bigint, int) is
  'Points after a boost in basis points (10000 leaves them as they are), rounded down.';
--! EndIncluded rules/boosted_points.sql
--! Included rules/is_strictly_increasing.sql
create or replace function app_rules.is_strictly_increasing(numbers bigint[])
returns boolean
language sql immutable parallel safe
return case when numbers is not null then not exists (
  select from generate_series(1, cardinality(numbers)) as n(i)
  where numbers[n.i] is null or numbers[n.i] <= numbers[n.i - 1]
) end;

comment on function app_rules.is_strictly_increasing(bigint[]) is 'Whether each number is greater than the one before it.';
--! EndIncluded rules/is_strictly_increasing.sql
--! Included rules/freezes_used.sql
-- Day last_marked_day + k takes the k-th oldest freeze, which must have been granted before that
-- day; at the first day without one the run ends and the rest are kept.
create or replace function app_rules.freezes_used(freezes date[], last_marked_day date, ended_through date)
returns int
language sql immutable parallel safe
return case when num_nulls(freezes, last_marked_day, ended_through) = 0 then (
  select coalesce(min(n.k) - 1, greatest(ended_through - last_marked_day, 0))
  from generate_series(1, least(ended_through - last_marked_day, cardinality(freezes) + 1)) as n(k)
  where n.k > cardinality(freezes) or freezes[n.k] >= last_marked_day + n.k
) end;

comment on function app_rules.freezes_used(date[], date, date) is
  'How many of the freezes (days of grant, oldest first) are used on the ended, unmarked days after the last marked one.';
--! EndIncluded rules/freezes_used.sql
--! Included rules/freezes_after_grant.sql
-- Kept in the order of grant, since the oldest is used first.
create or replace function app_rules.freezes_after_grant(freezes date[], granted_on date, amount int)
returns date[]
language sql immutable parallel safe
return case when num_nulls(freezes, granted_on, amount) = 0 then array(
  select f.granted_on
  from (
    select unnest(freezes)
    union all
    select freezes_after_grant.granted_on from generate_series(1, amount)
  ) as f(granted_on)
  order by 1
) end;

comment on function app_rules.freezes_after_grant(date[], date, int) is
  'The freezes held (days of grant, oldest first) after some more were granted on a day. The caller has checked the maximum.';
--! EndIncluded rules/freezes_after_grant.sql
--! Included rules/run_dies_on.sql
create or replace function app_rules.run_dies_on(freezes date[], last_marked_day date)
returns date
language sql immutable parallel safe
return last_marked_day + 1
  + app_rules.freezes_used(freezes, last_marked_day, last_marked_day + cardinality(freezes));

comment on function app_rules.run_dies_on(date[], date) is
  'The day that will be missed if the user does nothing: the first one that no freeze covers.';
--! EndIncluded rules/run_dies_on.sql
--! Included rules/streak_status.sql
create or replace function app_rules.streak_status(
  check_ins int, run_length int, last_marked_day date, last_check_in_day date, last_freeze_day date, today date
)
returns app_public.streak_status
language sql immutable parallel safe
return case
  when num_nulls(check_ins, run_length, today) > 0 then null
  when check_ins = 0 then 'none'
  when run_length = 0 then 'broken'
  when last_marked_day >= today then 'done_today'
  when last_freeze_day > last_check_in_day then 'protected'
  else 'at_risk'
end::app_public.streak_status;

comment on function app_rules.streak_status(int, int, date, date, date, date) is
  'What a settled streak is called today.';
--! EndIncluded rules/streak_status.sql
--! Included rules/day_reason.sql
create or replace function app_rules.day_reason(
  mark app_public.mark, day date, today date, late_from date, joined_on date
)
returns text
language sql immutable parallel safe
return case
  when num_nulls(day, today) > 0 then null
  when mark = 'check_in' then 'Checked in.'
  when mark = 'late' then 'Checked in late, within the grace.'
  when mark = 'freeze' then 'Missed; a freeze saved the streak.'
  when mark = 'pause' then 'Paused.'
  when mark = 'amnesty' then 'Excused by an amnesty.'
  when mark = 'travel' then 'Skipped by a change of zone or day start.'
  when mark = 'repair' then 'Missed, and repaired.'
  when day > today then 'Not yet come.'
  when day = today then 'Open: no check-in yet.'
  when day >= late_from then 'Open: a late check-in is still possible.'
  when joined_on is null or day < joined_on then 'Before the user joined.'
  else 'Missed.'
end;

comment on function app_rules.day_reason(app_public.mark, date, date, date, date) is
  'Why a day of the calendar is marked as it is, in words. late_from: the first day that can be checked in late.';
--! EndIncluded rules/day_reason.sql
--! Included rules/period_key.sql
-- Spelt out by extract: to_char and date::text depend on the session.
create or replace function app_rules.period_key(repeats app_public.reward_repeat, day date, run_started_on date)
returns text
language sql immutable parallel safe
return case repeats
  when 'once' then 'once'
  when 'run' then 'run-' || app_rules.iso_date(run_started_on)
  when 'day' then app_rules.iso_date(day)
  when 'week' then lpad(extract(isoyear from day)::text, 4, '0') || '-W' || lpad(extract(week from day)::text, 2, '0')
  when 'month' then left(app_rules.iso_date(day), 7)
end;

comment on function app_rules.period_key(app_public.reward_repeat, date, date) is
  'What a reward is unlocked and claimed once for: once, run-2026-03-01 (the day the run began), 2026-03-01, 2026-W09 or 2026-03. Null for a run when there is none.';
--! EndIncluded rules/period_key.sql
--! Included rules/window_is_open.sql
create or replace function app_rules.window_is_open(starts_at timestamptz, ends_at timestamptz, at timestamptz)
returns boolean
language sql immutable parallel safe
return at >= coalesce(starts_at, '-infinity') and at < coalesce(ends_at, 'infinity');

comment on function app_rules.window_is_open(timestamptz, timestamptz, timestamptz) is
  'Whether an instant is within [starts_at, ends_at); a null end is open.';
--! EndIncluded rules/window_is_open.sql
--! Included rules/is_inventory.sql
create or replace function app_rules.is_inventory(inventory jsonb)
returns boolean
language sql immutable parallel safe
return jsonb_typeof(inventory) = 'object' and not exists (
  select from jsonb_each(inventory) as held(item_id, quantity)
  where jsonb_typeof(held.quantity) <> 'number' or held.quantity::text !~ '^[1-9][0-9]{0,8}$'
);

comment on function app_rules.is_inventory(jsonb) is
  'Whether this maps item ids to whole quantities of at least 1.';
--! EndIncluded rules/is_inventory.sql
--! Included rules/inventory_after_grant.sql
create or replace function app_rules.inventory_after_grant(inventory jsonb, items jsonb)
returns jsonb
language sql immutable parallel safe
return case when num_nulls(inventory, items) = 0 then inventory || coalesce((
  select jsonb_object_agg(given.item_id, given.quantity::bigint + coalesce((inventory ->> given.item_id)::bigint, 0))
  from jsonb_each_text(items) as given(item_id, quantity)
), '{}') end;

comment on function app_rules.inventory_after_grant(jsonb, jsonb) is
  'The inventory (item id to quantity) after items were added to it.';
--! EndIncluded rules/inventory_after_grant.sql
--! Included rules/inventory_items.sql
create or replace function app_rules.inventory_items(inventory jsonb)
returns app_public.inventory_item[]
language sql immutable parallel safe
return case when inventory = '{}' then '{}' else (
  select array_agg(row(held.item_id, held.quantity::int)::app_public.inventory_item order by held.item_id)
  from jsonb_each_text(inventory) as held(item_id, quantity)
) end;

comment on function app_rules.inventory_items(jsonb) is 'An inventory as a list, by item id.';
--! EndIncluded rules/inventory_items.sql
--! Included rules/items_delta.sql
create or replace function app_rules.items_delta(before jsonb, after jsonb)
returns jsonb
language sql immutable parallel safe
return case when before = after then '{}' when num_nulls(before, after) = 0 then (
  select coalesce(jsonb_object_agg(i.item_id, i.delta) filter (where i.delta <> 0), '{}')
  from (
    select k.item_id, coalesce((after ->> k.item_id)::bigint, 0) - coalesce((before ->> k.item_id)::bigint, 0) as delta
    from jsonb_object_keys(before || after) as k(item_id)
  ) as i
) end;

comment on function app_rules.items_delta(jsonb, jsonb) is
  'What turns one inventory into another: item id to the quantity added or, if negative, taken.';
--! EndIncluded rules/items_delta.sql

-- The clock, and who is calling: the policies ask.
--! Included private/clock.sql
-- The only source of time for a decision. The tests replace this one function to move time.
create or replace function app_private.clock()
returns timestamptz
language sql volatile
return clock_timestamp();

grant execute on function app_private.clock to app_anonymous, app_user, app_operator;
comment on function app_private.clock() is 'Now. Nothing else tells the time to a rule.';
--! EndIncluded private/clock.sql
--! Included private/current_user_id.sql
-- Plain and stable, so that a policy costs one call on a look-up by key.
create or replace function app_private.current_user_id()
returns uuid
language sql stable parallel safe
return app_rules.user_id_for(
  nullif(current_setting('app.issuer', true), ''), nullif(current_setting('app.subject', true), ''));

grant execute on function app_private.current_user_id to app_anonymous, app_user, app_operator;
comment on function app_private.current_user_id() is
  'Whose verified token this request carries, by the settings app.issuer and app.subject; null when there is none.';
--! EndIncluded private/current_user_id.sql

-- Tables, with constraints, policies and grants.
--! Included tables/error_codes.sql
-- Letters that no standard class uses, and three digits: nothing of PostgreSQL's own can be mistaken for ours.
create table app_private.error_codes (
  sqlstate text primary key constraint sqlstate_is_one_of_ours check (sqlstate ~ '^[A-Z]{2}[0-9]{3}$'),
  code text not null unique constraint code_reads_well check (code ~ '^[A-Z]+(_[A-Z]+)*$'),
  meaning text not null
);

alter table app_private.error_codes enable row level security;
create policy everybody_reads on app_private.error_codes
  for select to app_anonymous, app_user, app_operator using (true);
grant select on app_private.error_codes to app_anonymous, app_user, app_operator;

comment on table app_private.error_codes is
  'Why a command can be refused: the SQLSTATE raised, the code that GraphQL clients see, and what it means.';
--! EndIncluded tables/error_codes.sql
--! Included tables/zones.sql
-- Our own list: PostgreSQL itself also takes `UTC+3`, `<ABC>-3` and `europe/london`.
create table app_private.zones (
  name text primary key
);

alter table app_private.zones enable row level security;
create policy everybody_reads on app_private.zones for select to app_anonymous, app_user, app_operator using (true);
grant select on app_private.zones to app_anonymous, app_user, app_operator;

comment on table app_private.zones is 'The IANA time zones a user may choose.';
comment on column app_private.zones.name is 'The IANA name, such as Europe/Berlin.';
--! EndIncluded tables/zones.sql
--! Included tables/rule_versions.sql
-- One row holds every parameter, so that a command finds all of them in one look-up. The limits keep every
-- result within its type: a million energy, refilled by 1 each 31 days, is full at an instant that exists.
create table app_private.rule_versions (
  id int primary key constraint id_is_positive check (id > 0),
  effective_from timestamptz not null constraint one_version_takes_effect_at_an_instant unique,

  check_in_energy int not null constraint check_in_energy_is_within_limits check (check_in_energy between 0 and 1000000),
  check_in_points bigint not null constraint check_in_points_is_within_limits check (check_in_points between 0 and 1000000000),
  check_in_xp bigint not null constraint check_in_xp_is_within_limits check (check_in_xp between 0 and 1000000000),

  energy_start int not null constraint energy_start_is_not_negative check (energy_start >= 0),
  energy_max int not null constraint energy_max_is_within_limits check (energy_max between 1 and 1000000),
  energy_overfill int not null constraint energy_overfill_is_within_limits check (energy_overfill between 0 and 1000000),
  energy_refill_amount int not null constraint energy_refill_amount_is_within_limits check (energy_refill_amount between 1 and 1000000),
  energy_refill_seconds int not null constraint energy_refill_seconds_is_within_limits check (energy_refill_seconds between 1 and 2678400),

  freezes_start int not null constraint freezes_start_is_not_negative check (freezes_start >= 0),
  freeze_every_days int not null constraint freeze_every_days_is_positive check (freeze_every_days > 0),
  freezes_max int not null constraint freezes_max_is_within_limits check (freezes_max between 0 and 100),

  late_grace_minutes int not null constraint late_grace_is_at_most_half_a_day check (late_grace_minutes between 0 and 720),
  travel_cover_days int not null constraint travel_cover_days_is_positive check (travel_cover_days > 0),
  pause_max_days int not null constraint pause_max_days_is_not_negative check (pause_max_days >= 0),
  repair_within_days int not null constraint repair_within_days_is_not_negative check (repair_within_days >= 0),
  repair_points bigint not null constraint repair_points_is_not_negative check (repair_points >= 0),
  inventory_max int not null constraint inventory_max_is_within_limits check (inventory_max between 1 and 100),

  level_thresholds bigint[] not null,
  level_boosts_basis_points int[] not null,

  constraint freezes_start_is_at_most_the_maximum check (freezes_start <= freezes_max),
  constraint energy_start_is_at_most_what_fits check (energy_start::bigint <= energy_max::bigint + energy_overfill),
  constraint level_1_starts_at_0_xp check (coalesce(level_thresholds[1] = 0, false)),
  constraint level_thresholds_strictly_increase check (app_rules.is_strictly_increasing(level_thresholds)),
  constraint each_level_has_a_boost check (
    cardinality(level_boosts_basis_points) = cardinality(level_thresholds)
    and array_lower(level_boosts_basis_points, 1) = 1
    and array_position(level_boosts_basis_points, null) is null
    and 0 <= all (level_boosts_basis_points) and 1000000 >= all (level_boosts_basis_points)
  )
);

alter table app_private.rule_versions enable row level security;
create policy everybody_reads on app_private.rule_versions
  for select to app_anonymous, app_user, app_operator using (true);
grant select on app_private.rule_versions to app_anonymous, app_user, app_operator;
-- Not even the owner edits a version: what was in force is what journal entries name.
revoke update, delete, truncate on app_private.rule_versions from current_user;

comment on table app_private.rule_versions is
  'The parameters of the rules, each version in force from an instant on. A version is never edited; a change is a new one.';
comment on column app_private.rule_versions.effective_from is 'In force from this instant until the next version''s.';
comment on column app_private.rule_versions.check_in_energy is 'Energy for a check-in.';
comment on column app_private.rule_versions.check_in_points is 'Points for a check-in, before the level''s boost.';
comment on column app_private.rule_versions.check_in_xp is 'XP for a check-in.';
comment on column app_private.rule_versions.energy_start is 'Energy of a new user.';
comment on column app_private.rule_versions.energy_max is 'Energy refills up to here.';
comment on column app_private.rule_versions.energy_overfill is 'Grants may fill energy by this much above energy_max.';
comment on column app_private.rule_versions.energy_refill_amount is 'Energy for each whole refill interval.';
comment on column app_private.rule_versions.energy_refill_seconds is 'The refill interval, in seconds.';
comment on column app_private.rule_versions.freezes_start is 'Freezes of a new user.';
comment on column app_private.rule_versions.freeze_every_days is 'A freeze is earned each time the run''s length reaches a multiple of this.';
comment on column app_private.rule_versions.freezes_max is 'At most so many freezes are held.';
comment on column app_private.rule_versions.late_grace_minutes is 'A day can be checked in so many minutes after its end; it has ended for the streak only then. The version in force at the day''s end decides.';
comment on column app_private.rule_versions.travel_cover_days is 'Days skipped by a change of zone or day start are bridged at most once in so many days.';
comment on column app_private.rule_versions.pause_max_days is 'The longest pause, in days.';
comment on column app_private.rule_versions.repair_within_days is 'A broken run can be repaired for so many days after the last missed day.';
comment on column app_private.rule_versions.repair_points is 'Points to pay for each missed day that is repaired.';
comment on column app_private.rule_versions.inventory_max is 'At most so many distinct items are held.';
comment on column app_private.rule_versions.level_thresholds is 'The lifetime XP at which each level begins, level 1 first.';
comment on column app_private.rule_versions.level_boosts_basis_points is 'What multiplies a check-in''s points at each level, in basis points: 10000 is once.';
--! EndIncluded tables/rule_versions.sql
--! Included tables/users.sql
create table app_private.users (
  user_id uuid primary key,
  issuer text not null,
  subject text not null,
  created_at timestamptz not null,
  constraint user_id_is_that_of_issuer_and_subject check (user_id = app_rules.user_id_for(issuer, subject))
);

alter table app_private.users enable row level security;
create policy own on app_private.users for select to app_user using (user_id = app_private.current_user_id());
grant select on app_private.users to app_user;

comment on table app_private.users is 'Who uses the app. Written once, by the first command or bootstrap.';
comment on column app_private.users.user_id is 'Derived from issuer and subject, so the same on every call and every node.';
comment on column app_private.users.issuer is 'Who vouches for the user: the token''s iss.';
comment on column app_private.users.subject is 'The user''s name there: the token''s sub.';
--! EndIncluded tables/users.sql
--! Included tables/user_states.sql
-- The one row that each command of a user locks. Fillfactor 80 and no index on what changes keep
-- its updates in the page (HOT).
create table app_private.user_states (
  user_id uuid primary key references app_private.users,
  sequence_number bigint not null,
  last_occurred_at timestamptz not null,
  rule_version_id int not null,
  last_day date,
  zone text not null references app_private.zones,
  day_start_hour int not null constraint day_start_hour_never_runs_backwards check (day_start_hour in (0, 4, 5, 6)),

  check_ins int not null default 0,
  run_length int not null default 0,
  run_started_on date,
  longest_streak int not null default 0,
  last_marked_day date,
  last_check_in_day date,
  last_freeze_day date,
  last_travel_day date,
  freezes date[] not null default '{}' constraint each_freeze_has_its_day check (array_position(freezes, null) is null),

  energy int not null,
  energy_anchor timestamptz not null,
  xp bigint not null default 0,
  level int not null,
  points bigint not null default 0,
  lifetime_points bigint not null default 0,
  inventory jsonb not null default '{}',

  constraint sequence_number_is_positive check (sequence_number > 0),
  constraint run_length_is_not_negative check (run_length >= 0),
  constraint run_is_at_most_the_longest check (run_length <= longest_streak),
  constraint longest_streak_is_at_most_all_check_ins check (longest_streak <= check_ins),
  constraint a_live_run_has_a_beginning check ((run_length > 0) = (run_started_on is not null)),
  constraint check_ins_have_a_last_day check ((check_ins > 0) = (last_check_in_day is not null)),
  constraint last_marked_day_is_not_before_the_last_check_in check (
    last_check_in_day is null or coalesce(last_check_in_day <= last_marked_day, false)),
  constraint energy_is_not_negative check (energy >= 0),
  constraint xp_is_not_negative check (xp >= 0),
  constraint level_is_positive check (level >= 1),
  constraint points_are_not_negative check (points >= 0),
  constraint lifetime_points_are_at_least_the_balance check (lifetime_points >= points),
  constraint inventory_holds_whole_quantities check (app_rules.is_inventory(inventory))
) with (fillfactor = 80);

alter table app_private.user_states enable row level security;
create policy own on app_private.user_states for select to app_user using (user_id = app_private.current_user_id());
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
--! EndIncluded tables/user_states.sql
--! Included tables/day_marks.sql
-- The calendar. Its key is the rule: one mark, and so at most one check-in, for each engagement day.
create table app_private.day_marks (
  user_id uuid not null,
  day date not null,
  mark app_public.mark not null,
  marked_at timestamptz not null,
  zone text not null,
  day_start_hour int not null,
  rule_version_id int not null,
  sequence_number bigint not null,
  constraint a_day_is_marked_once primary key (user_id, day)
);

alter table app_private.day_marks enable row level security;
create policy own on app_private.day_marks for select to app_user using (user_id = app_private.current_user_id());
grant select on app_private.day_marks to app_user;

comment on table app_private.day_marks is 'The marked days of each user''s calendar, from which the streak is folded.';
comment on column app_private.day_marks.zone is 'The zone under which the day was computed; it is never computed again.';
comment on column app_private.day_marks.sequence_number is 'Of the journal entry that marked the day.';
--! EndIncluded tables/day_marks.sql
--! Included tables/journal_entries.sql
-- No foreign keys: entries are written by app_private.record alone, beside the row they describe.
create table app_public.journal_entries (
  user_id uuid not null,
  sequence_number bigint not null,
  occurred_at timestamptz not null,
  day date not null,
  kind app_public.journal_kind not null,
  asked jsonb not null,
  rule_version_id int not null,

  check_ins_delta int not null,
  freezes_granted int not null constraint freezes_granted_is_not_negative check (freezes_granted >= 0),
  freezes_used int not null constraint freezes_used_is_not_negative check (freezes_used >= 0),
  energy_refilled int not null constraint energy_refilled_is_not_negative check (energy_refilled >= 0),
  energy_delta int not null,
  xp_delta bigint not null constraint xp_is_never_lost check (xp_delta >= 0),
  points_delta bigint not null,
  items_delta jsonb not null constraint items_delta_maps_items check (jsonb_typeof(items_delta) = 'object'),

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
  points bigint not null constraint points_are_not_negative check (points >= 0),
  lifetime_points bigint not null,
  inventory jsonb not null,

  constraint an_entry_has_its_own_number primary key (user_id, sequence_number),
  constraint sequence_numbers_start_at_1 check (sequence_number >= 1)
);

-- The state at any past instant is one look-up (app_private.entry_at).
create index journal_entries_by_instant on app_public.journal_entries (user_id, occurred_at, sequence_number);

alter table app_public.journal_entries enable row level security;
create policy own on app_public.journal_entries for select to app_user using (user_id = app_private.current_user_id());
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
comment on column app_public.journal_entries.freezes_granted is E'@behavior +sum:attribute:aggregate\nFreezes added.';
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
--! EndIncluded tables/journal_entries.sql
--! Included tables/metrics.sql
create table app_private.metrics (
  id text primary key,
  title text not null
);

alter table app_private.metrics enable row level security;
create policy everybody_reads on app_private.metrics for select to app_anonymous, app_user, app_operator using (true);
grant select on app_private.metrics to app_anonymous, app_user, app_operator;

comment on table app_private.metrics is
  'What a condition can ask for. A new metric is one row here and one expression in app_rules.metric_value.';
--! EndIncluded tables/metrics.sql
--! Included tables/items.sql
create table app_private.items (
  id text primary key constraint id_is_a_short_name check (id ~ '^[a-z][a-z0-9_]{0,62}$'),
  title text not null,
  description text not null,
  price_points bigint not null constraint price_is_positive check (price_points > 0),
  gives_points bigint not null default 0 constraint gives_points_is_within_limits check (gives_points between 0 and 1000000000),
  gives_energy int not null default 0 constraint gives_energy_is_within_limits check (gives_energy between 0 and 1000000),
  gives_xp bigint not null default 0 constraint gives_xp_is_within_limits check (gives_xp between 0 and 1000000000),
  gives_freezes int not null default 0 constraint gives_freezes_is_within_limits check (gives_freezes between 0 and 100),
  constraint item_gives_something check (gives_points + gives_energy + gives_xp + gives_freezes > 0)
);

alter table app_private.items enable row level security;
create policy everybody_reads on app_private.items for select to app_anonymous, app_user, app_operator using (true);
grant select on app_private.items to app_anonymous, app_user, app_operator;

comment on table app_private.items is 'What can be bought with points, held, and used for its effects.';
--! EndIncluded tables/items.sql
--! Included tables/rewards.sql
create table app_private.rewards (
  id text primary key constraint id_is_a_short_name check (id ~ '^[a-z][a-z0-9_]{0,62}$'),
  title text not null,
  description text not null,
  repeats app_public.reward_repeat not null default 'once',
  starts_at timestamptz,
  ends_at timestamptz,
  stock int constraint stock_is_positive check (stock > 0),
  claim_within_hours int constraint claim_within_hours_is_positive check (claim_within_hours > 0),
  auto_claim boolean not null default false,
  priority int not null default 100,
  enabled boolean not null default true,
  gives_points bigint not null default 0 constraint gives_points_is_within_limits check (gives_points between 0 and 1000000000),
  gives_energy int not null default 0 constraint gives_energy_is_within_limits check (gives_energy between 0 and 1000000),
  gives_xp bigint not null default 0 constraint gives_xp_is_within_limits check (gives_xp between 0 and 1000000000),
  gives_freezes int not null default 0 constraint gives_freezes_is_within_limits check (gives_freezes between 0 and 100),
  gives_items jsonb not null default '{}' constraint gives_at_most_1000_of_an_item
    check (app_rules.is_inventory(gives_items) and not jsonb_path_exists(gives_items, '$.* ? (@ > 1000)')),
  constraint window_is_not_empty check (starts_at < ends_at),
  constraint reward_gives_something check (gives_points + gives_energy + gives_xp + gives_freezes > 0 or gives_items <> '{}')
);

alter table app_private.rewards enable row level security;
create policy everybody_reads on app_private.rewards for select to app_anonymous, app_user, app_operator using (true);
grant select on app_private.rewards to app_anonymous, app_user, app_operator;

comment on table app_private.rewards is 'What users unlock by meeting every condition, and then claim.';
comment on column app_private.rewards.starts_at is 'Can be unlocked and claimed from this instant on; null: always.';
comment on column app_private.rewards.ends_at is 'Can be unlocked and claimed before this instant; null: for ever.';
comment on column app_private.rewards.stock is 'How many claims there ever were for all users together; null: no limit. Written by app_private.add_stock alone, which fills reward_stock with what is left.';
comment on column app_private.rewards.claim_within_hours is 'An unlock not claimed so many hours later expires; null: never.';
comment on column app_private.rewards.auto_claim is 'Claimed by the command that unlocks it.';
comment on column app_private.rewards.priority is 'Rewards are unlocked and auto-claimed in the order of (priority, id).';
comment on column app_private.rewards.enabled is 'A disabled reward unlocks no more; what is unlocked can still be claimed.';
comment on column app_private.rewards.gives_items is 'Item id to quantity.';
--! EndIncluded tables/rewards.sql
--! Included tables/reward_conditions.sql
create table app_private.reward_conditions (
  reward_id text not null references app_private.rewards,
  metric text not null references app_private.metrics,
  at_least bigint not null constraint at_least_is_positive check (at_least > 0),
  primary key (reward_id, metric)
);

alter table app_private.reward_conditions enable row level security;
create policy everybody_reads on app_private.reward_conditions
  for select to app_anonymous, app_user, app_operator using (true);
grant select on app_private.reward_conditions to app_anonymous, app_user, app_operator;

comment on table app_private.reward_conditions is 'A reward unlocks when each of its conditions holds: the metric is at least so much.';
--! EndIncluded tables/reward_conditions.sql
--! Included tables/reward_stock.sql
-- Spread over slots that are taken with `skip locked`, so that claims of different users do not queue.
create table app_private.reward_stock (
  reward_id text not null references app_private.rewards,
  slot int not null,
  remaining int not null constraint stock_is_not_negative check (remaining >= 0),
  primary key (reward_id, slot)
) with (fillfactor = 50);

alter table app_private.reward_stock enable row level security;
create policy everybody_reads on app_private.reward_stock for select to app_anonymous, app_user, app_operator using (true);
grant select on app_private.reward_stock to app_anonymous, app_user, app_operator;

comment on table app_private.reward_stock is 'What is left of the stock of rewards that have one: the sum of a reward''s slots.';
--! EndIncluded tables/reward_stock.sql
--! Included tables/reward_unlocks.sql
create table app_private.reward_unlocks (
  user_id uuid not null,
  reward_id text not null references app_private.rewards,
  period_key text not null,
  unlocked_at timestamptz not null,
  claimable_until timestamptz,
  rule_version_id int not null,
  sequence_number bigint not null,
  constraint a_reward_is_unlocked_once_a_period primary key (user_id, reward_id, period_key),
  constraint an_unlock_can_be_claimed_for_a_while check (claimable_until > unlocked_at)
);

-- A command's answer lists what its entry unlocked.
create index reward_unlocks_by_entry on app_private.reward_unlocks (user_id, sequence_number);

alter table app_private.reward_unlocks enable row level security;
create policy own on app_private.reward_unlocks for select to app_user using (user_id = app_private.current_user_id());
grant select on app_private.reward_unlocks to app_user;

comment on table app_private.reward_unlocks is
  'A fact: this user met the conditions of this reward in this period. Nothing that happens later undoes it.';
comment on column app_private.reward_unlocks.sequence_number is 'Of the journal entry whose command unlocked it.';
--! EndIncluded tables/reward_unlocks.sql
--! Included tables/reward_claims.sql
create table app_private.reward_claims (
  user_id uuid not null,
  reward_id text not null,
  period_key text not null,
  claimed_at timestamptz not null,
  automatic boolean not null,
  rule_version_id int not null,
  sequence_number bigint not null,
  constraint a_reward_is_claimed_once_a_period primary key (user_id, reward_id, period_key),
  constraint only_what_was_unlocked_is_claimed
    foreign key (user_id, reward_id, period_key) references app_private.reward_unlocks
);

alter table app_private.reward_claims enable row level security;
create policy own on app_private.reward_claims for select to app_user using (user_id = app_private.current_user_id());
grant select on app_private.reward_claims to app_user;

comment on table app_private.reward_claims is 'What was claimed, at most once for each unlock; what it gave is in the journal entry.';
comment on column app_private.reward_claims.automatic is 'Claimed by the command that unlocked it.';
comment on column app_private.reward_claims.sequence_number is 'Of the journal entry that says what was given.';
--! EndIncluded tables/reward_claims.sql

-- Rules about a whole state: pure.
--! Included rules/starting_state.sql
create or replace function app_rules.starting_state(
  user_id uuid, rules app_private.rule_versions, at timestamptz, zone text, day_start_hour int
)
returns app_private.user_states
language plpgsql immutable parallel safe
as $$
declare
  v_state app_private.user_states;
begin
  v_state.user_id := user_id;
  v_state.sequence_number := 0;
  v_state.last_occurred_at := at;
  v_state.rule_version_id := rules.id;
  v_state.zone := zone;
  v_state.day_start_hour := day_start_hour;
  v_state.check_ins := 0;
  v_state.run_length := 0;
  v_state.longest_streak := 0;
  v_state.freezes := app_rules.freezes_after_grant(
    '{}', app_rules.local_day(at, zone, day_start_hour), rules.freezes_start);
  v_state.energy := rules.energy_start;
  v_state.energy_anchor := at;
  v_state.xp := 0;
  v_state.level := 1;
  v_state.points := 0;
  v_state.lifetime_points := 0;
  v_state.inventory := '{}';
  return v_state;
end
$$;

comment on function app_rules.starting_state(uuid, app_private.rule_versions, timestamptz, text, int) is
  'What a user starts with, before the first journal entry.';
--! EndIncluded rules/starting_state.sql
--! Included rules/settle_energy.sql
create or replace function app_rules.settle_energy(
  state app_private.user_states, rules app_private.rule_versions, at timestamptz
)
returns app_private.user_states
language plpgsql immutable parallel safe
as $$
declare
  v_settled app_private.user_states := state;
begin
  v_settled.energy := app_rules.energy_value(state.energy, state.energy_anchor, at,
    rules.energy_max, rules.energy_refill_amount, rules.energy_refill_seconds);
  v_settled.energy_anchor := app_rules.energy_anchor(state.energy, state.energy_anchor, at,
    rules.energy_max, rules.energy_refill_amount, rules.energy_refill_seconds);
  return v_settled;
end
$$;

comment on function app_rules.settle_energy(app_private.user_states, app_private.rule_versions, timestamptz) is
  'The state with its energy refilled up to an instant, under one rule version.';
--! EndIncluded rules/settle_energy.sql
--! Included rules/settle_streak.sql
create or replace function app_rules.settle_streak(state app_private.user_states, ended_through date)
returns app_private.user_states
language plpgsql immutable parallel safe
as $$
declare
  v_settled app_private.user_states := state;
  v_missed constant int := ended_through - state.last_marked_day;
  v_used int;
begin
  if state.run_length = 0 or v_missed <= 0 then
    return state;
  end if;

  v_used := app_rules.freezes_used(state.freezes, state.last_marked_day, ended_through);
  if v_used > 0 then
    v_settled.freezes := state.freezes[v_used + 1:];
    v_settled.last_marked_day := state.last_marked_day + v_used;
    v_settled.last_freeze_day := v_settled.last_marked_day;
  end if;
  if v_used < v_missed then
    v_settled.run_length := 0;
    v_settled.run_started_on := null;
  end if;
  return v_settled;
end
$$;

comment on function app_rules.settle_streak(app_private.user_states, date) is
  'The state once every day through ended_through has ended: missed days take freezes, or end the run.';
--! EndIncluded rules/settle_streak.sql
--! Included rules/earliest_today.sql
-- Asked of the settled state, so that it does not matter when the run was last settled.
create or replace function app_rules.earliest_today(state app_private.user_states)
returns date
language sql immutable parallel safe
return state.last_marked_day + case
  when state.run_length = 0 then 2
  when state.last_marked_day > state.last_check_in_day then 1
  else 0
end;

comment on function app_rules.earliest_today(app_private.user_states) is
  'The day to which a change of zone may take today back: after the day that ended the run or that was bridged, or the last check-in. Null before the first.';
--! EndIncluded rules/earliest_today.sql
--! Included rules/travel_days.sql
-- A day is skipped when it was open before the change and no longer is after it. The cover holds
-- for all days of one change, and once in travel_cover_days, counted from the last skipped day.
create or replace function app_rules.travel_days(
  state app_private.user_states, ended_through date, open_from date, travel_cover_days int
)
returns int
language sql immutable parallel safe
return case
  when num_nulls(state.run_length, ended_through, open_from, travel_cover_days) > 0 then null
  when state.run_length = 0 then 0
  when open_from - 1 - state.last_travel_day < travel_cover_days then 0
  when ended_through > state.last_marked_day then 0
  else greatest(open_from - 1 - state.last_marked_day, 0)
end;

comment on function app_rules.travel_days(app_private.user_states, date, date, int) is
  'How many days after the last marked one a change of zone or day start skips: the streak is not held to them.';
--! EndIncluded rules/travel_days.sql
--! Included rules/after_check_in.sql
create or replace function app_rules.after_check_in(
  state app_private.user_states, rules app_private.rule_versions, day date
)
returns app_private.user_states
language plpgsql immutable parallel safe
as $$
declare
  v_after app_private.user_states := state;
  v_points constant bigint := app_rules.boosted_points(
    rules.check_in_points, app_rules.level_boost(state.level, rules.level_boosts_basis_points));
begin
  v_after.check_ins := state.check_ins + 1;
  v_after.last_check_in_day := day;
  v_after.last_marked_day := day;
  v_after.run_length := state.run_length + 1;
  v_after.run_started_on := coalesce(state.run_started_on, day);
  v_after.longest_streak := greatest(state.longest_streak, v_after.run_length);

  v_after.energy := app_rules.energy_after_grant(
    state.energy, rules.check_in_energy, rules.energy_max, rules.energy_overfill);
  v_after.points := state.points + v_points;
  v_after.lifetime_points := state.lifetime_points + v_points;
  v_after.xp := state.xp + rules.check_in_xp;
  v_after.level := greatest(state.level, app_rules.level_for_xp(v_after.xp, rules.level_thresholds));

  if v_after.run_length % rules.freeze_every_days = 0 and cardinality(state.freezes) < rules.freezes_max then
    v_after.freezes := app_rules.freezes_after_grant(state.freezes, day, 1);
  end if;
  return v_after;
end
$$;

comment on function app_rules.after_check_in(app_private.user_states, app_private.rule_versions, date) is
  'The settled state after a day was checked in. Points take the boost of the level before.';
--! EndIncluded rules/after_check_in.sql
--! Included rules/after_effects.sql
create or replace function app_rules.after_effects(
  state app_private.user_states, rules app_private.rule_versions, day date,
  points bigint, energy int, xp bigint, freezes int, items jsonb
)
returns app_private.user_states
language plpgsql immutable parallel safe
as $$
declare
  v_after app_private.user_states := state;
begin
  v_after.points := state.points + after_effects.points;
  v_after.lifetime_points := state.lifetime_points + after_effects.points;
  v_after.energy := app_rules.energy_after_grant(
    state.energy, after_effects.energy, rules.energy_max, rules.energy_overfill);
  v_after.xp := state.xp + after_effects.xp;
  v_after.level := greatest(state.level, app_rules.level_for_xp(v_after.xp, rules.level_thresholds));
  v_after.freezes := app_rules.freezes_after_grant(state.freezes, day, after_effects.freezes);
  v_after.inventory := app_rules.inventory_after_grant(state.inventory, items);
  return v_after;
end
$$;

comment on function app_rules.after_effects(
  app_private.user_states, app_private.rule_versions, date, bigint, int, bigint, int, jsonb
) is 'The settled state after the effects of a reward or an item. The caller has checked that freezes and items fit.';
--! EndIncluded rules/after_effects.sql
--! Included rules/effects_obstacle.sql
-- More of an item that is held already is not one more: it fits whatever the maximum has become.
create or replace function app_rules.effects_obstacle(
  state app_private.user_states, rules app_private.rule_versions, gives_freezes int, gives_items jsonb
)
returns text
language sql immutable parallel safe
return case
  when gives_freezes > 0 and cardinality(state.freezes) + gives_freezes > rules.freezes_max then 'FZ001'
  when gives_items - array(select jsonb_object_keys(state.inventory)) <> '{}'
    and (select count(*) from jsonb_object_keys(state.inventory || gives_items)) > rules.inventory_max then 'IN001'
  when jsonb_path_exists(app_rules.inventory_after_grant(state.inventory, gives_items), '$.* ? (@ > 999999999)') then 'IN001'
end;

comment on function app_rules.effects_obstacle(app_private.user_states, app_private.rule_versions, int, jsonb) is
  'The code of what keeps effects from being applied whole: FZ001 freezes do not fit, IN001 items do not fit; null when they do.';
--! EndIncluded rules/effects_obstacle.sql
--! Included rules/metric_value.sql
create or replace function app_rules.metric_value(metric text, state app_private.user_states)
returns bigint
language sql immutable parallel safe
return case metric
  when 'current_streak' then state.run_length
  when 'longest_streak' then state.longest_streak
  when 'check_ins' then state.check_ins
  when 'level' then state.level
  when 'lifetime_xp' then state.xp
  when 'lifetime_points' then state.lifetime_points
  when 'points' then state.points
  when 'energy' then state.energy
end;

comment on function app_rules.metric_value(text, app_private.user_states) is
  'What a metric is in a settled state; null for a metric that is not known.';
--! EndIncluded rules/metric_value.sql
--! Included rules/streak_shown.sql
create or replace function app_rules.streak_shown(
  state app_private.user_states, rules app_private.rule_versions, today date, expires_at timestamptz
)
returns app_public.streak
language sql immutable parallel safe
return row(
  state.run_length,
  state.longest_streak,
  app_rules.streak_status(state.check_ins, state.run_length, state.last_marked_day,
    state.last_check_in_day, state.last_freeze_day, today),
  expires_at,
  state.run_started_on,
  state.last_check_in_day,
  state.check_ins,
  cardinality(state.freezes),
  rules.freezes_max
)::app_public.streak;

comment on function app_rules.streak_shown(app_private.user_states, app_private.rule_versions, date, timestamptz) is
  'The streak of a settled state as clients see it.';
--! EndIncluded rules/streak_shown.sql
--! Included rules/energy_shown.sql
create or replace function app_rules.energy_shown(state app_private.user_states, rules app_private.rule_versions)
returns app_public.energy
language sql immutable parallel safe
return row(
  state.energy,
  rules.energy_max,
  app_rules.energy_next_at(state.energy, state.energy_anchor, rules.energy_max, rules.energy_refill_seconds),
  app_rules.energy_full_at(state.energy, state.energy_anchor,
    rules.energy_max, rules.energy_refill_amount, rules.energy_refill_seconds),
  rules.energy_refill_amount,
  rules.energy_refill_seconds
)::app_public.energy;

comment on function app_rules.energy_shown(app_private.user_states, app_private.rule_versions) is
  'The energy of a settled state as clients see it.';
--! EndIncluded rules/energy_shown.sql
--! Included rules/level_shown.sql
create or replace function app_rules.level_shown(state app_private.user_states, rules app_private.rule_versions)
returns app_public.level
language sql immutable parallel safe
return row(
  state.level,
  state.xp,
  rules.level_thresholds[state.level],
  rules.level_thresholds[state.level + 1],
  case when rules.level_thresholds[state.level + 1] > state.xp then rules.level_thresholds[state.level + 1] - state.xp
    when rules.level_thresholds[state.level + 1] <= state.xp then 0 end,
  app_rules.level_boost(state.level, rules.level_boosts_basis_points)
)::app_public.level;

comment on function app_rules.level_shown(app_private.user_states, app_private.rule_versions) is
  'The level of a state as clients see it, with what is missing to the next.';
--! EndIncluded rules/level_shown.sql

-- The core of each command.
--! Included private/refuse.sql
-- Every refusal goes through here, so that a code cannot be used without being in the catalogue.
create or replace function app_private.refuse(code text, message text, what_to_do text)
returns void
language plpgsql stable
as $$
begin
  if not exists (select from app_private.error_codes c where c.sqlstate = refuse.code) then
    raise exception 'error code % is not in app_private.error_codes', refuse.code;
  end if;
  raise exception using errcode = refuse.code, message = refuse.message, hint = refuse.what_to_do;
end
$$;

grant execute on function app_private.refuse to app_anonymous, app_user, app_operator;
comment on function app_private.refuse(text, text, text) is
  'Refuses a command: raises a code of the catalogue, what was wrong, and what to do.';
--! EndIncluded private/refuse.sql
--! Included private/require_user_id.sql
create or replace function app_private.require_user_id()
returns uuid
language plpgsql stable
as $$
declare
  v_user_id constant uuid := app_private.current_user_id();
begin
  if v_user_id is null then
    perform app_private.refuse('IA001', 'You are signed out.', 'Send a valid bearer token in the Authorization header.');
  end if;
  return v_user_id;
end
$$;

comment on function app_private.require_user_id() is 'Who is calling; IA001 when nobody is.';
--! EndIncluded private/require_user_id.sql
--! Included private/token_zone.sql
create or replace function app_private.token_zone()
returns text
language sql stable
begin atomic
  select coalesce(
    (select z.name from app_private.zones as z where z.name = current_setting('app.zone', true)), 'UTC');
end;

grant execute on function app_private.token_zone to app_user;
comment on function app_private.token_zone() is
  'The zone that the caller''s token names (claim zoneinfo), UTC when it names none of ours.';
--! EndIncluded private/token_zone.sql
--! Included private/rules_at.sql
create or replace function app_private.rules_at(at timestamptz)
returns app_private.rule_versions
language sql stable parallel safe
begin atomic
  select v.*
  from app_private.rule_versions as v
  where v.effective_from <= at
  order by v.effective_from desc
  limit 1;
end;

grant execute on function app_private.rules_at to app_user;
comment on function app_private.rules_at(timestamptz) is 'The rule version in force at an instant.';
--! EndIncluded private/rules_at.sql
--! Included private/deadline.sql
-- The version in force when the day ends decides its grace, so that it does not matter when one looks.
create or replace function app_private.deadline(day date, zone text, day_start_hour int)
returns timestamptz
language plpgsql stable parallel safe
as $$
declare
  v_end constant timestamptz := app_rules.day_end(day, zone, day_start_hour);
  v_rules constant app_private.rule_versions := app_private.rules_at(v_end);
begin
  return app_rules.seconds_after(v_end, v_rules.late_grace_minutes * 60);
end
$$;

grant execute on function app_private.deadline to app_user;
comment on function app_private.deadline(date, text, int) is
  'The instant until which a day can be checked in: its end and the grace. From then on it has ended for the streak.';
--! EndIncluded private/deadline.sql
--! Included private/ended_through.sql
create or replace function app_private.ended_through(at timestamptz, zone text, day_start_hour int)
returns date
language plpgsql stable parallel safe
as $$
declare
  v_yesterday constant date := app_rules.local_day(at, zone, day_start_hour) - 1;
  v_rules constant app_private.rule_versions := app_private.rules_at(app_rules.day_end(v_yesterday, zone, day_start_hour));
begin
  return app_rules.ended_through(at, zone, day_start_hour, v_rules.late_grace_minutes);
end
$$;

grant execute on function app_private.ended_through to app_user;
comment on function app_private.ended_through(timestamptz, text, int) is
  'The last day that has ended at an instant, by the grace in force at yesterday''s end.';
--! EndIncluded private/ended_through.sql
--! Included private/settle.sql
-- Reading and writing settle by this one function: what a query shows is what a command would store.
create or replace function app_private.settle(
  state app_private.user_states, rules app_private.rule_versions, at timestamptz, ended_through date
)
returns app_private.user_states
language plpgsql stable parallel safe
as $$
declare
  v_settled app_private.user_states := app_rules.settle_streak(state, ended_through);
  v_rules app_private.rule_versions := rules;
  v_next app_private.rule_versions;
begin
  -- Energy refills under each version up to the instant at which the next one took effect: not before the
  -- last entry, whatever instant a version claims, since what was settled is settled.
  if state.rule_version_id <> rules.id then
    v_rules := null;
    for v_next in
      select v.* from app_private.rule_versions as v
      where v.effective_from <= at
        and v.effective_from >= (
          select o.effective_from from app_private.rule_versions as o where o.id = state.rule_version_id)
      order by v.effective_from
    loop
      if v_rules.id is not null then
        v_settled := app_rules.settle_energy(v_settled, v_rules,
          greatest(v_next.effective_from, state.last_occurred_at));
        v_settled.level := greatest(v_settled.level, app_rules.level_for_xp(state.xp, v_next.level_thresholds));
      end if;
      v_rules := v_next;
    end loop;
  end if;
  v_settled := app_rules.settle_energy(v_settled, rules, at);

  v_settled.rule_version_id := rules.id;
  v_settled.last_occurred_at := at;
  v_settled.last_day := app_rules.engagement_day(at, state.zone, state.day_start_hour, state.last_day);
  return v_settled;
end
$$;

grant execute on function app_private.settle to app_user;
comment on function app_private.settle(app_private.user_states, app_private.rule_versions, timestamptz, date) is
  'The state as of an instant: days through ended_through settled, energy refilled. Writes nothing.';
--! EndIncluded private/settle.sql
--! Included private/state_as_of.sql
create or replace function app_private.state_as_of(user_id uuid, at timestamptz)
returns app_private.user_states
language plpgsql stable
as $$
declare
  v_state app_private.user_states;
  v_at timestamptz := at;
begin
  select s.* into v_state from app_private.user_states as s where s.user_id = state_as_of.user_id;
  if not found then
    return app_rules.starting_state(user_id, app_private.rules_at(at), at, app_private.token_zone(), 0);
  end if;
  v_at := greatest(at, v_state.last_occurred_at);
  return app_private.settle(v_state, app_private.rules_at(v_at), v_at,
    app_private.ended_through(v_at, v_state.zone, v_state.day_start_hour));
end
$$;

grant execute on function app_private.state_as_of to app_user;
comment on function app_private.state_as_of(uuid, timestamptz) is
  'What the stored state has become by an instant; what bootstrap would give for a user who is not there yet. Writes nothing.';
--! EndIncluded private/state_as_of.sql
--! Included private/present.sql
create or replace function app_private.present(state app_private.user_states)
returns app_public.state
language plpgsql stable
as $$
declare
  v_today constant date := app_rules.engagement_day(
    state.last_occurred_at, state.zone, state.day_start_hour, state.last_day);
  v_expires_at timestamptz;
  v_rules app_private.rule_versions;
begin
  select v.* into strict v_rules from app_private.rule_versions as v where v.id = state.rule_version_id;
  if state.run_length > 0 then
    v_expires_at := app_private.deadline(
      app_rules.run_dies_on(state.freezes, state.last_marked_day), state.zone, state.day_start_hour);
  end if;
  return row(
    state.last_occurred_at,
    state.zone,
    state.day_start_hour,
    v_today,
    app_rules.day_end(v_today, state.zone, state.day_start_hour),
    app_rules.streak_shown(state, v_rules, v_today, v_expires_at),
    app_rules.energy_shown(state, v_rules),
    app_rules.level_shown(state, v_rules),
    state.points,
    state.lifetime_points,
    app_rules.inventory_items(state.inventory),
    state.rule_version_id,
    state.sequence_number
  )::app_public.state;
end
$$;

grant execute on function app_private.present to app_user;
comment on function app_private.present(app_private.user_states) is
  'A settled state as clients see it: with status, deadlines, and what is missing to the next level.';
--! EndIncluded private/present.sql
--! Included private/mark_freezes.sql
create or replace function app_private.mark_freezes(before app_private.user_states, after app_private.user_states, used int)
returns void
language sql volatile
begin atomic
  insert into app_private.day_marks
    (user_id, day, mark, marked_at, zone, day_start_hour, rule_version_id, sequence_number)
  select after.user_id, before.last_marked_day + n.k, 'freeze', after.last_occurred_at,
    before.zone, before.day_start_hour, after.rule_version_id, after.sequence_number
  from generate_series(1, mark_freezes.used) as n(k);
end;

comment on function app_private.mark_freezes(app_private.user_states, app_private.user_states, int) is
  'Marks the days after the last marked one that freezes covered, under the settings of before.';
--! EndIncluded private/mark_freezes.sql
--! Included private/record.sql
-- The only writer of user_states and journal_entries: no state changes without its entry, and the
-- deltas cannot disagree with the states, since they are computed from them.
create or replace function app_private.record(
  before app_private.user_states, settled app_private.user_states, after app_private.user_states,
  kind app_public.journal_kind, day date, asked jsonb
)
returns app_private.user_states
language plpgsql volatile
as $$
declare
  v_after app_private.user_states := after;
  v_freezes_used constant int := cardinality(before.freezes) - cardinality(settled.freezes);
begin
  v_after.sequence_number := before.sequence_number + 1;

  if v_freezes_used > 0 then
    perform app_private.mark_freezes(before, v_after, v_freezes_used);
  end if;

  insert into app_public.journal_entries (
    user_id, sequence_number, occurred_at, day, kind, asked, rule_version_id,
    check_ins_delta, freezes_granted, freezes_used, energy_refilled, energy_delta, xp_delta, points_delta, items_delta,
    last_day, zone, day_start_hour, check_ins, run_length, run_started_on, longest_streak,
    last_marked_day, last_check_in_day, last_freeze_day, last_travel_day, freezes,
    energy, energy_anchor, xp, level, points, lifetime_points, inventory
  ) values (
    v_after.user_id, v_after.sequence_number, v_after.last_occurred_at, record.day, record.kind, record.asked,
    v_after.rule_version_id,
    v_after.check_ins - before.check_ins,
    cardinality(v_after.freezes) - cardinality(settled.freezes),
    v_freezes_used,
    settled.energy - before.energy,
    v_after.energy - settled.energy,
    v_after.xp - before.xp,
    v_after.points - before.points,
    app_rules.items_delta(before.inventory, v_after.inventory),
    v_after.last_day, v_after.zone, v_after.day_start_hour, v_after.check_ins, v_after.run_length,
    v_after.run_started_on, v_after.longest_streak, v_after.last_marked_day, v_after.last_check_in_day,
    v_after.last_freeze_day, v_after.last_travel_day, v_after.freezes,
    v_after.energy, v_after.energy_anchor, v_after.xp, v_after.level, v_after.points, v_after.lifetime_points,
    v_after.inventory
  );

  update app_private.user_states as s
  set sequence_number = v_after.sequence_number,
    last_occurred_at = v_after.last_occurred_at,
    rule_version_id = v_after.rule_version_id,
    last_day = v_after.last_day,
    zone = v_after.zone,
    day_start_hour = v_after.day_start_hour,
    check_ins = v_after.check_ins,
    run_length = v_after.run_length,
    run_started_on = v_after.run_started_on,
    longest_streak = v_after.longest_streak,
    last_marked_day = v_after.last_marked_day,
    last_check_in_day = v_after.last_check_in_day,
    last_freeze_day = v_after.last_freeze_day,
    last_travel_day = v_after.last_travel_day,
    freezes = v_after.freezes,
    energy = v_after.energy,
    energy_anchor = v_after.energy_anchor,
    xp = v_after.xp,
    level = v_after.level,
    points = v_after.points,
    lifetime_points = v_after.lifetime_points,
    inventory = v_after.inventory
  where s.user_id = v_after.user_id;

  return v_after;
end
$$;

comment on function app_private.record(
  app_private.user_states, app_private.user_states, app_private.user_states, app_public.journal_kind, date, jsonb
) is 'Writes one change of state: its journal entry, the days that freezes covered, and the new state, which it returns. before: as stored; settled: the same as of now; after: what the command made of it.';
--! EndIncluded private/record.sql
--! Included private/bootstrap.sql
create or replace function app_private.bootstrap(
  user_id uuid, issuer text, subject text, zone text, day_start_hour int
)
returns void
language plpgsql volatile
as $$
declare
  v_at constant timestamptz := app_private.clock();
  v_rules constant app_private.rule_versions := app_private.rules_at(v_at);
  v_state constant app_private.user_states := app_rules.starting_state(user_id, v_rules, v_at, zone, day_start_hour);
  v_nothing app_private.user_states := v_state;
begin
  -- A concurrent bootstrap waits here for the first, and finds that there is nothing left to do.
  insert into app_private.users (user_id, issuer, subject, created_at)
  values (bootstrap.user_id, bootstrap.issuer, bootstrap.subject, v_at)
  on conflict do nothing;
  if not found then
    return;
  end if;

  insert into app_private.user_states
    (user_id, sequence_number, last_occurred_at, rule_version_id, zone, day_start_hour, energy, energy_anchor, level)
  values (v_state.user_id, 1, v_at, v_rules.id, v_state.zone, v_state.day_start_hour, 0, v_at, v_state.level);

  v_nothing.energy := 0;
  v_nothing.freezes := '{}';
  perform app_private.record(v_nothing, v_nothing, v_state, 'bootstrap',
    app_rules.local_day(v_at, v_state.zone, v_state.day_start_hour),
    jsonb_build_object('zone', zone, 'day_start_hour', day_start_hour));
end
$$;

comment on function app_private.bootstrap(uuid, text, text, text, int) is
  'Creates the user, the starting state and journal entry 1, unless they exist.';
--! EndIncluded private/bootstrap.sql
--! Included private/lock_state.sql
-- `for no key update`, so that inserts that refer to the user do not wait.
create or replace function app_private.lock_state(user_id uuid)
returns app_private.user_states
language plpgsql volatile
as $$
declare
  v_state app_private.user_states;
begin
  select s.* into v_state from app_private.user_states as s
  where s.user_id = lock_state.user_id for no key update;
  if found then
    return v_state;
  end if;

  perform app_private.bootstrap(lock_state.user_id, current_setting('app.issuer'), current_setting('app.subject'),
    app_private.token_zone(), 0);
  select s.* into strict v_state from app_private.user_states as s
  where s.user_id = lock_state.user_id for no key update;
  return v_state;
end
$$;

comment on function app_private.lock_state(uuid) is
  'Locks and returns the user''s state: the one gate for everything this user does. Creates the user at the first command.';
--! EndIncluded private/lock_state.sql
--! Included private/take_stock.sql
-- Claims of different users take from different slots. Only when no slot is free to take does a claim
-- wait for the others: whoever holds the last one may yet roll back. It waits holding no other slot: one that
-- turns out to be empty is let go with the subtransaction. An automatic claim never waits:
-- holding one stock and waiting for another is how two of them would deadlock.
create or replace function app_private.take_stock(reward_id text, may_wait boolean)
returns boolean
language plpgsql volatile
as $$
declare
  v_slot int;
begin
  select s.slot into v_slot from app_private.reward_stock as s
  where s.reward_id = take_stock.reward_id and s.remaining > 0
  order by s.slot limit 1 for no key update skip locked;

  while v_slot is null loop
    select s.slot into v_slot from app_private.reward_stock as s
    where s.reward_id = take_stock.reward_id and s.remaining > 0
    order by s.slot limit 1;
    if not may_wait or v_slot is null then
      return false;
    end if;
    begin
      select s.slot into strict v_slot from app_private.reward_stock as s
      where s.reward_id = take_stock.reward_id and s.slot = v_slot and s.remaining > 0
      for no key update;
    exception when no_data_found then
      v_slot := null;
    end;
  end loop;

  update app_private.reward_stock as s set remaining = s.remaining - 1
  where s.reward_id = take_stock.reward_id and s.slot = v_slot;
  return true;
end
$$;

comment on function app_private.take_stock(text, boolean) is
  'Takes one from a reward''s stock, once the user is locked; false when there is none left or, unless it may wait, when others hold what is left.';
--! EndIncluded private/take_stock.sql
--! Included private/unlock_rewards.sql
create or replace function app_private.unlock_rewards(state app_private.user_states, day date)
returns void
language sql volatile
begin atomic
  insert into app_private.reward_unlocks
    (user_id, reward_id, period_key, unlocked_at, claimable_until, rule_version_id, sequence_number)
  select state.user_id, r.id, p.key, state.last_occurred_at,
    app_rules.seconds_after(state.last_occurred_at, r.claim_within_hours * 3600::bigint),
    state.rule_version_id, state.sequence_number
  from app_private.rewards as r,
    lateral app_rules.period_key(r.repeats, unlock_rewards.day, state.run_started_on) as p(key)
  where r.enabled
    and app_rules.window_is_open(r.starts_at, r.ends_at, state.last_occurred_at)
    and p.key is not null
    and not exists (
      select from app_private.reward_conditions as c
      where c.reward_id = r.id and (app_rules.metric_value(c.metric, state) >= c.at_least) is not true)
    and not exists (
      select from app_private.reward_unlocks as u
      where u.user_id = state.user_id and u.reward_id = r.id and u.period_key = p.key)
  on conflict on constraint a_reward_is_unlocked_once_a_period do nothing;
end;

comment on function app_private.unlock_rewards(app_private.user_states, date) is
  'Stores an unlock of each reward whose conditions hold and which is not unlocked yet in the day''s period. One statement, whatever the number of rewards.';
--! EndIncluded private/unlock_rewards.sql
--! Included private/apply_claim.sql
create or replace function app_private.apply_claim(
  before app_private.user_states, settled app_private.user_states, reward app_private.rewards, period_key text,
  automatic boolean
)
returns app_private.user_states
language plpgsql volatile
as $$
declare
  v_rules constant app_private.rule_versions := app_private.rules_at(settled.last_occurred_at);
  v_after app_private.user_states := app_rules.after_effects(settled, v_rules, settled.last_day,
    reward.gives_points, reward.gives_energy, reward.gives_xp, reward.gives_freezes, reward.gives_items);
begin
  v_after := app_private.record(before, settled, v_after, 'claim', settled.last_day,
    jsonb_build_object('reward_id', reward.id, 'period_key', period_key));
  insert into app_private.reward_claims
    (user_id, reward_id, period_key, claimed_at, automatic, rule_version_id, sequence_number)
  values (v_after.user_id, reward.id, apply_claim.period_key, v_after.last_occurred_at, apply_claim.automatic,
    v_after.rule_version_id, v_after.sequence_number);
  return v_after;
end
$$;

comment on function app_private.apply_claim(
  app_private.user_states, app_private.user_states, app_private.rewards, text, boolean
) is 'Claims an unlocked reward for which nothing stands in the way and whose stock is taken: effects, journal entry, claim.';
--! EndIncluded private/apply_claim.sql
--! Included private/auto_claim.sql
create or replace function app_private.auto_claim(state app_private.user_states)
returns app_private.user_states
language plpgsql volatile
as $$
declare
  v_state app_private.user_states := state;
  v_rules constant app_private.rule_versions := app_private.rules_at(state.last_occurred_at);
  v_reward app_private.rewards;
  v_unlock app_private.reward_unlocks;
begin
  for v_unlock in
    select u.*
    from app_private.reward_unlocks as u join app_private.rewards as r on r.id = u.reward_id
    where u.user_id = state.user_id and u.sequence_number = state.sequence_number and r.auto_claim
    order by r.priority, r.id
  loop
    select r.* into v_reward from app_private.rewards as r where r.id = v_unlock.reward_id;
    -- What does not fit, or is gone, stays unlocked, to be claimed by hand.
    continue when app_rules.effects_obstacle(v_state, v_rules, v_reward.gives_freezes, v_reward.gives_items) is not null;
    continue when v_reward.stock is not null and not app_private.take_stock(v_reward.id, false);
    v_state := app_private.apply_claim(v_state, v_state, v_reward, v_unlock.period_key, true);
  end loop;
  return v_state;
end
$$;

comment on function app_private.auto_claim(app_private.user_states) is
  'Claims what the entry of this state unlocked and is to be claimed automatically, in the order of (priority, id).';
--! EndIncluded private/auto_claim.sql
--! Included private/effects_of.sql
create or replace function app_private.effects_of(user_id uuid, sequence_number bigint)
returns app_public.effects
language sql stable
begin atomic
  select row(e.points_delta, e.energy_delta, e.xp_delta, e.freezes_granted,
    app_rules.inventory_items(e.items_delta))::app_public.effects
  from app_public.journal_entries as e
  where e.user_id = effects_of.user_id and e.sequence_number = effects_of.sequence_number;
end;

comment on function app_private.effects_of(uuid, bigint) is 'What a journal entry says was given.';
--! EndIncluded private/effects_of.sql
--! Included private/entry_at.sql
create or replace function app_private.entry_at(user_id uuid, at timestamptz)
returns app_public.journal_entries
language sql stable
begin atomic
  select e.* from app_public.journal_entries as e
  where e.user_id = entry_at.user_id and e.occurred_at <= entry_at.at
  order by e.occurred_at desc, e.sequence_number desc
  limit 1;
end;

comment on function app_private.entry_at(uuid, timestamptz) is
  'The journal entry that says what a user''s state was at an instant; null before the first.';
--! EndIncluded private/entry_at.sql
--! Included private/unlocked_by.sql
create or replace function app_private.unlocked_by(user_id uuid, sequence_number bigint)
returns app_public.unlocked_reward[]
language sql stable
begin atomic
  select coalesce(array_agg(
    row(u.reward_id, r.title, u.period_key, u.unlocked_at, u.claimable_until, u.rule_version_id)::app_public.unlocked_reward
    order by r.priority, r.id), '{}')
  from app_private.reward_unlocks as u join app_private.rewards as r on r.id = u.reward_id
  where u.user_id = unlocked_by.user_id and u.sequence_number = unlocked_by.sequence_number;
end;

comment on function app_private.unlocked_by(uuid, bigint) is 'What the command of a journal entry unlocked.';
--! EndIncluded private/unlocked_by.sql
--! Included private/claimed_by.sql
create or replace function app_private.claimed_by(user_id uuid, sequence_number bigint)
returns app_public.claimed_reward[]
language sql stable
begin atomic
  select coalesce(array_agg(
    row(c.reward_id, r.title, c.period_key, c.claimed_at, c.automatic,
      app_private.effects_of(c.user_id, c.sequence_number), c.rule_version_id)::app_public.claimed_reward
    order by c.sequence_number), '{}')
  from app_private.reward_unlocks as u
  join app_private.reward_claims as c
    on c.user_id = u.user_id and c.reward_id = u.reward_id and c.period_key = u.period_key and c.automatic
  join app_private.rewards as r on r.id = u.reward_id
  where u.user_id = claimed_by.user_id and u.sequence_number = claimed_by.sequence_number;
end;

comment on function app_private.claimed_by(uuid, bigint) is
  'What the command of a journal entry unlocked and then claimed automatically.';
--! EndIncluded private/claimed_by.sql
--! Included private/require_day_is_open.sql
create or replace function app_private.require_day_is_open(
  state app_private.user_states, day date, today date, at timestamptz
)
returns void
language plpgsql stable
as $$
declare
  -- The day after the last mark of a run that has ended is the one that ended it: no travelling west brings it back.
  v_is_free constant boolean := coalesce(day > state.last_marked_day + (state.run_length = 0)::int, true);
begin
  if v_is_free and (
    day = today or day = today - 1 and at < app_private.deadline(day, state.zone, state.day_start_hour)
  ) then
    return;
  end if;
  perform app_private.refuse('CK001',
    format('%s cannot be checked in: today is %s in %s.',
      coalesce(app_rules.iso_date(day), 'That day'), app_rules.iso_date(today), state.zone),
    case
      when day > today then 'Check in when that day has come, or leave out day for today.'
      when day < today - 1 then 'Leave out day to check in for today.'
      when state.last_marked_day >= day then 'Leave out day to check in for today; that day or a later one is marked already.'
      else 'Leave out day to check in for today; the time for a late check-in is over.'
    end);
end
$$;

comment on function app_private.require_day_is_open(app_private.user_states, date, date, timestamptz) is
  'CK001 unless the day is today, or yesterday within its grace with no later day marked.';
--! EndIncluded private/require_day_is_open.sql
--! Included private/check_in_answer.sql
-- Read back from what is stored, so that the first answer and every repeat are the same.
create or replace function app_private.check_in_answer(
  mark app_private.day_marks, already_checked_in boolean, state app_private.user_states
)
returns app_public.check_in_result
language plpgsql stable
as $$
declare
  v_answer app_public.check_in_result;
begin
  v_answer.day := mark.day;
  v_answer.mark := mark.mark;
  v_answer.checked_in_at := mark.marked_at;
  v_answer.already_checked_in := already_checked_in;
  v_answer.gave := app_private.effects_of(mark.user_id, mark.sequence_number);
  v_answer.freezes_used := (
    select e.freezes_used from app_public.journal_entries as e
    where e.user_id = mark.user_id and e.sequence_number = mark.sequence_number);
  v_answer.unlocked := app_private.unlocked_by(mark.user_id, mark.sequence_number);
  v_answer.claimed := app_private.claimed_by(mark.user_id, mark.sequence_number);
  v_answer.state := app_private.present(state);
  return v_answer;
end
$$;

comment on function app_private.check_in_answer(app_private.day_marks, boolean, app_private.user_states) is
  'What a stored check-in was and gave, with a settled state.';
--! EndIncluded private/check_in_answer.sql
--! Included private/check_in.sql
create or replace function app_private.check_in(user_id uuid, day date)
returns app_public.check_in_result
language plpgsql volatile
as $$
declare
  -- Lock: the user's row is the one gate for everything this user does; the clock is read behind it.
  v_before constant app_private.user_states := app_private.lock_state(user_id);
  v_at constant timestamptz := greatest(app_private.clock(), v_before.last_occurred_at);
  v_rules constant app_private.rule_versions := app_private.rules_at(v_at);
  v_today constant date := app_rules.engagement_day(v_at, v_before.zone, v_before.day_start_hour, v_before.last_day);
  v_day constant date := coalesce(day, v_today);
  v_settled app_private.user_states;
  v_after app_private.user_states;
  v_mark app_private.day_marks;
begin
  -- Look: a check-in that exists is the answer.
  if v_day <= v_before.last_marked_day then
    select m.* into v_mark from app_private.day_marks as m
    where m.user_id = check_in.user_id and m.day = v_day and m.mark in ('check_in', 'late');
    if found then
      return app_private.check_in_answer(v_mark, true, app_private.state_as_of(user_id, v_at));
    end if;
  end if;

  -- Decide
  perform app_private.require_day_is_open(v_before, v_day, v_today, v_at);
  v_settled := app_private.settle(v_before, v_rules, v_at, v_day - 1);
  v_after := app_rules.after_check_in(v_settled, v_rules, v_day);

  -- Write
  v_after := app_private.record(v_before, v_settled, v_after, 'check_in', v_day,
    jsonb_build_object('day', check_in.day));
  insert into app_private.day_marks
    (user_id, day, mark, marked_at, zone, day_start_hour, rule_version_id, sequence_number)
  values (v_after.user_id, v_day, case when v_day < v_today then 'late' else 'check_in' end::app_public.mark, v_at,
    v_after.zone, v_after.day_start_hour, v_rules.id, v_after.sequence_number)
  returning * into v_mark;
  perform app_private.unlock_rewards(v_after, v_day);
  v_after := app_private.auto_claim(v_after);

  -- Answer
  return app_private.check_in_answer(v_mark, false, v_after);
end
$$;

comment on function app_private.check_in(uuid, date) is
  'Checks a user in for today (null) or a day still within its grace, or answers with the check-in that exists.';
--! EndIncluded private/check_in.sql
--! Included private/require_claimable.sql
-- The stock comes last: what is taken is given back only by a roll-back.
create or replace function app_private.require_claimable(
  reward_id text, reward app_private.rewards, unlock app_private.reward_unlocks,
  state app_private.user_states, rules app_private.rule_versions
)
returns void
language plpgsql volatile
as $$
declare
  v_at constant timestamptz := state.last_occurred_at;
  v_obstacle constant text := app_rules.effects_obstacle(state, rules, reward.gives_freezes, reward.gives_items);
begin
  if reward.id is null then
    perform app_private.refuse('RW001', format('There is no reward "%s".', left(reward_id, 63)),
      'Take the reward id from me.rewards.');
  elsif unlock.reward_id is null then
    perform app_private.refuse('RW002', format('"%s" is not unlocked.', reward.title),
      'Meet its conditions first; me.rewards shows the progress towards each.');
  elsif unlock.claimable_until <= v_at then
    perform app_private.refuse('RW003', format('The time to claim "%s" is over.', reward.title),
      'Unlock it again in a later period, if it repeats.');
  elsif not app_rules.window_is_open(reward.starts_at, reward.ends_at, v_at) then
    perform app_private.refuse('RW004', format('"%s" cannot be claimed outside its window.', reward.title),
      'Claim it between startsAt and endsAt of me.rewards.');
  elsif v_obstacle = 'FZ001' then
    perform app_private.refuse('FZ001', format('You hold %s of at most %s freezes, and "%s" gives %s.',
      cardinality(state.freezes), rules.freezes_max, reward.title, reward.gives_freezes),
      'Claim it when a freeze has been used; it stays unlocked.');
  elsif v_obstacle = 'IN001' then
    perform app_private.refuse('IN001', format('Your inventory holds at most %s different items, and a limited number of each: "%s" would not fit.',
      rules.inventory_max, reward.title),
      'Use up an item first; the reward stays unlocked.');
  elsif reward.stock is not null and not app_private.take_stock(reward.id, true) then
    perform app_private.refuse('RW005', format('"%s" is out of stock.', reward.title), 'Nothing was claimed.');
  end if;
end
$$;

comment on function app_private.require_claimable(
  text, app_private.rewards, app_private.reward_unlocks, app_private.user_states, app_private.rule_versions
) is 'Refuses a claim that cannot be made, saying why; otherwise takes it from the stock, if the reward has one.';
--! EndIncluded private/require_claimable.sql
--! Included private/claim_answer.sql
-- Read back from what is stored, so that the first answer and every repeat are the same.
create or replace function app_private.claim_answer(
  claim app_private.reward_claims, already_claimed boolean, state app_private.user_states
)
returns app_public.claim_reward_result
language plpgsql stable
as $$
declare
  v_answer app_public.claim_reward_result;
begin
  v_answer.claim.reward_id := claim.reward_id;
  v_answer.claim.title := (select r.title from app_private.rewards as r where r.id = claim.reward_id);
  v_answer.claim.period_key := claim.period_key;
  v_answer.claim.claimed_at := claim.claimed_at;
  v_answer.claim.automatic := claim.automatic;
  v_answer.claim.rule_version_id := claim.rule_version_id;
  v_answer.claim.gave := app_private.effects_of(claim.user_id, claim.sequence_number);
  v_answer.already_claimed := already_claimed;
  v_answer.unlocked := app_private.unlocked_by(claim.user_id, claim.sequence_number);
  v_answer.claimed := app_private.claimed_by(claim.user_id, claim.sequence_number);
  v_answer.state := app_private.present(state);
  return v_answer;
end
$$;

comment on function app_private.claim_answer(app_private.reward_claims, boolean, app_private.user_states) is
  'What a stored claim was and gave, with a settled state.';
--! EndIncluded private/claim_answer.sql
--! Included private/claim_reward.sql
create or replace function app_private.claim_reward(user_id uuid, reward_id text, period_key text)
returns app_public.claim_reward_result
language plpgsql volatile
as $$
declare
  -- Lock: the user's row is the one gate for everything this user does; the clock is read behind it.
  v_before constant app_private.user_states := app_private.lock_state(user_id);
  v_at constant timestamptz := greatest(app_private.clock(), v_before.last_occurred_at);
  v_rules constant app_private.rule_versions := app_private.rules_at(v_at);
  v_reward app_private.rewards;
  v_unlock app_private.reward_unlocks;
  v_claim app_private.reward_claims;
  v_settled app_private.user_states;
  v_after app_private.user_states;
begin
  -- Look: a claim that exists is the answer. Without a period key the latest unlock is meant.
  select r.* into v_reward from app_private.rewards as r where r.id = claim_reward.reward_id;
  select u.* into v_unlock from app_private.reward_unlocks as u
  where u.user_id = claim_reward.user_id and u.reward_id = v_reward.id
    and u.period_key = coalesce(claim_reward.period_key, u.period_key)
  order by u.unlocked_at desc, u.sequence_number desc limit 1;
  select c.* into v_claim from app_private.reward_claims as c
  where c.user_id = v_unlock.user_id and c.reward_id = v_unlock.reward_id and c.period_key = v_unlock.period_key;
  if found then
    return app_private.claim_answer(v_claim, true, app_private.state_as_of(user_id, v_at));
  end if;

  -- Decide
  v_settled := app_private.settle(v_before, v_rules, v_at,
    app_private.ended_through(v_at, v_before.zone, v_before.day_start_hour));
  perform app_private.require_claimable(reward_id, v_reward, v_unlock, v_settled, v_rules);

  -- Write
  v_after := app_private.apply_claim(v_before, v_settled, v_reward, v_unlock.period_key, false);
  perform app_private.unlock_rewards(v_after, v_after.last_day);
  select c.* into strict v_claim from app_private.reward_claims as c
  where c.user_id = v_unlock.user_id and c.reward_id = v_unlock.reward_id and c.period_key = v_unlock.period_key;
  v_after := app_private.auto_claim(v_after);

  -- Answer
  return app_private.claim_answer(v_claim, false, v_after);
end
$$;

comment on function app_private.claim_reward(uuid, text, text) is
  'Claims an unlocked reward for a user, or answers with the claim that exists.';
--! EndIncluded private/claim_reward.sql
--! Included private/require_settings.sql
create or replace function app_private.require_settings(zone text, day_start_hour int)
returns void
language plpgsql stable
as $$
begin
  if not exists (select from app_private.zones as z where z.name = require_settings.zone) then
    perform app_private.refuse('US001', format('"%s" is not a time zone of this app.', left(zone, 63)),
      'Use an IANA name such as Europe/Berlin, spelt exactly so.');
  end if;
  if day_start_hour not in (0, 4, 5, 6) then
    perform app_private.refuse('US002', format('A day cannot start at hour %s.', day_start_hour),
      'Use 0, 4, 5 or 6.');
  end if;
end
$$;

comment on function app_private.require_settings(text, int) is
  'US001 unless the zone is one of ours, US002 unless a day may start at the hour.';
--! EndIncluded private/require_settings.sql
--! Included private/update_settings.sql
create or replace function app_private.update_settings(user_id uuid, zone text, day_start_hour int)
returns app_public.update_settings_result
language plpgsql volatile
as $$
declare
  -- Lock: the user's row is the one gate for everything this user does; the clock is read behind it.
  v_before constant app_private.user_states := app_private.lock_state(user_id);
  v_at constant timestamptz := greatest(app_private.clock(), v_before.last_occurred_at);
  v_rules constant app_private.rule_versions := app_private.rules_at(v_at);
  v_zone constant text := coalesce(zone, v_before.zone);
  v_day_start_hour constant int := coalesce(day_start_hour, v_before.day_start_hour);
  v_ended_through constant date := app_private.ended_through(v_at, v_before.zone, v_before.day_start_hour);
  v_settled app_private.user_states;
  v_after app_private.user_states;
  v_open_from date;
  v_travel_days int;
  v_answer app_public.update_settings_result;
begin
  -- Look: settings that are so already need no change.
  if v_zone = v_before.zone and v_day_start_hour = v_before.day_start_hour then
    return row(app_private.present(app_private.state_as_of(user_id, v_at)),
      '{}'::app_public.unlocked_reward[], '{}'::app_public.claimed_reward[])::app_public.update_settings_result;
  end if;

  -- Decide
  perform app_private.require_settings(v_zone, v_day_start_hour);
  v_settled := app_private.settle(v_before, v_rules, v_at, v_ended_through);
  v_after := v_settled;
  v_after.zone := v_zone;
  v_after.day_start_hour := v_day_start_hour;
  -- To the west today may be an earlier day again, but none that is over for the run.
  v_after.last_day := app_rules.engagement_day(v_at, v_zone, v_day_start_hour,
    greatest(v_before.last_day, app_rules.earliest_today(v_settled)));
  -- Where today stays the same, a yesterday in its grace may still be in it after the change.
  v_open_from := case when v_after.last_day > v_settled.last_day then v_after.last_day
    else app_private.ended_through(v_at, v_zone, v_day_start_hour) + 1 end;
  v_travel_days := app_rules.travel_days(v_settled, v_ended_through, v_open_from, v_rules.travel_cover_days);
  if v_travel_days > 0 then
    v_after.last_marked_day := v_settled.last_marked_day + v_travel_days;
    v_after.last_travel_day := v_after.last_marked_day;
  end if;

  -- Write
  v_after := app_private.record(v_before, v_settled, v_after, 'settings', v_after.last_day,
    jsonb_build_object('zone', zone, 'day_start_hour', day_start_hour));
  insert into app_private.day_marks
    (user_id, day, mark, marked_at, zone, day_start_hour, rule_version_id, sequence_number)
  select v_after.user_id, v_settled.last_marked_day + n.k, 'travel', v_at,
    v_settled.zone, v_settled.day_start_hour, v_rules.id, v_after.sequence_number
  from generate_series(1, v_travel_days) as n(k);
  -- Under the new settings a day may have ended that the cover did not reach.
  perform app_private.unlock_rewards(app_private.state_as_of(user_id, v_at), v_after.last_day);
  perform app_private.auto_claim(v_after);

  -- Answer
  v_answer.state := app_private.present(app_private.state_as_of(user_id, v_at));
  v_answer.unlocked := app_private.unlocked_by(v_after.user_id, v_after.sequence_number);
  v_answer.claimed := app_private.claimed_by(v_after.user_id, v_after.sequence_number);
  return v_answer;
end
$$;

comment on function app_private.update_settings(uuid, text, int) is
  'Changes a user''s zone or day start (null leaves it), at once, for days not yet marked. Days that the change skips are bridged.';
--! EndIncluded private/update_settings.sql

-- One function for each GraphQL field.
--! Included api/me.sql
-- Invoker: row-level security decides what is read.
create or replace function app_public.me()
returns app_public.me
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id constant uuid := app_private.current_user_id();
  v_me app_public.me;
begin
  if v_user_id is null then
    return null;
  end if;
  v_me.user_id := v_user_id;
  v_me.created_at := (select u.created_at from app_private.users as u where u.user_id = v_user_id);
  v_me.state := app_private.present(app_private.state_as_of(v_user_id, app_private.clock()));
  return v_me;
end
$$;

grant execute on function app_public.me to app_anonymous, app_user;
comment on function app_public.me() is
  'The signed-in user with the state as of now; null when signed out. Reading never changes anything.';
--! EndIncluded api/me.sql
--! Included api/me_rewards.sql
-- Invoker: row-level security decides what is read. One statement, whatever the number of rewards.
create or replace function app_public.me_rewards(me app_public.me)
returns setof app_public.reward_for_me
language sql stable rows 20
begin atomic
  select r.id, r.title, r.description,
    case
      when c.claimed_at is not null then 'claimed'
      when u.unlocked_at is not null and u.claimable_until <= now.at then 'expired'
      when not app_rules.window_is_open(r.starts_at, r.ends_at, now.at) then 'not_open'
      when stock.remaining = 0 then 'out_of_stock'
      when u.unlocked_at is not null then 'claimable'
      else 'locked'
    end::app_public.reward_status,
    array(
      select row(m.id, m.title, v.value, k.at_least, v.value >= k.at_least)::app_public.metric_progress
      from app_private.reward_conditions as k
      join app_private.metrics as m on m.id = k.metric,
        lateral app_rules.metric_value(k.metric, s) as v(value)
      where k.reward_id = r.id
      order by m.id
    ),
    row(r.gives_points, r.gives_energy, r.gives_xp, r.gives_freezes,
      app_rules.inventory_items(r.gives_items))::app_public.effects,
    r.repeats, p.key, r.auto_claim, r.starts_at, r.ends_at, stock.remaining,
    u.unlocked_at, u.claimable_until, c.claimed_at,
    unclaimed.list
  from (select (me.state).as_of as at) as now,
    lateral app_private.state_as_of(me.user_id, now.at) as s,
    app_private.rewards as r
    cross join lateral app_rules.period_key(r.repeats, (me.state).today, s.run_started_on) as p(key)
    left join app_private.reward_unlocks as u
      on u.user_id = me.user_id and u.reward_id = r.id and u.period_key = p.key
    left join app_private.reward_claims as c
      on c.user_id = me.user_id and c.reward_id = r.id and c.period_key = p.key
    left join lateral (
      select coalesce(sum(t.remaining), 0) as remaining from app_private.reward_stock as t
      where t.reward_id = r.id and r.stock is not null
    ) as stock on r.stock is not null
    cross join lateral (
      select array(
        select row(r.id, r.title, o.period_key, o.unlocked_at, o.claimable_until,
          o.rule_version_id)::app_public.unlocked_reward
        from app_private.reward_unlocks as o
        where o.user_id = me.user_id and o.reward_id = r.id
          and (o.claimable_until > now.at or o.claimable_until is null)
          and (r.ends_at > now.at or r.ends_at is null)
          and not exists (
            select from app_private.reward_claims as d
            where d.user_id = o.user_id and d.reward_id = o.reward_id and d.period_key = o.period_key)
        order by o.unlocked_at, o.sequence_number
      ) as list
    ) as unclaimed
  where r.enabled or u.unlocked_at is not null or cardinality(unclaimed.list) > 0
  order by r.priority, r.id;
end;

grant execute on function app_public.me_rewards to app_user;
comment on function app_public.me_rewards(app_public.me) is
  E'@behavior -queryField +list -connection\n@notNull\nEvery reward in the order in which they are unlocked, with its status and the progress towards it as of now.';
--! EndIncluded api/me_rewards.sql
--! Included api/me_owned_rewards.sql
-- Invoker: row-level security decides what is read.
create or replace function app_public.me_owned_rewards(me app_public.me)
returns setof app_public.owned_reward
language sql stable
begin atomic
  select
    row(u.reward_id, r.title, u.period_key, u.unlocked_at, u.claimable_until, u.rule_version_id)::app_public.unlocked_reward,
    case when c.user_id is not null then
      row(c.reward_id, r.title, c.period_key, c.claimed_at, c.automatic,
        row(e.points_delta, e.energy_delta, e.xp_delta, e.freezes_granted,
          app_rules.inventory_items(e.items_delta))::app_public.effects,
        c.rule_version_id)::app_public.claimed_reward
    end
  from app_private.reward_unlocks as u
  join app_private.rewards as r on r.id = u.reward_id
  left join app_private.reward_claims as c
    on c.user_id = u.user_id and c.reward_id = u.reward_id and c.period_key = u.period_key
  left join app_public.journal_entries as e on e.user_id = c.user_id and e.sequence_number = c.sequence_number
  where u.user_id = me.user_id
  order by u.sequence_number desc, u.reward_id;
end;

grant execute on function app_public.me_owned_rewards to app_user;
comment on function app_public.me_owned_rewards(app_public.me) is
  E'@behavior -queryField +connection -list\nEvery reward ever unlocked, for each period, with its claim: latest first.';
--! EndIncluded api/me_owned_rewards.sql
--! Included api/me_calendar.sql
-- Invoker: row-level security decides what is read. Days that the next command would settle are
-- shown settled, without being stored.
create or replace function app_public.me_calendar(me app_public.me, since date default null, until date default null)
returns setof app_public.calendar_day
language plpgsql stable rows 30
set search_path = pg_catalog, pg_temp
as $$
declare
  v_today constant date := (me.state).today;
  v_until constant date := coalesce(until, v_today);
  v_since constant date := coalesce(since, v_until - 29);
  v_settled constant app_private.user_states := app_private.state_as_of(me.user_id, (me.state).as_of);
  v_stored_through constant date := (
    select s.last_marked_day from app_private.user_states as s where s.user_id = me.user_id);
  v_joined_on constant date := (
    select e.day from app_public.journal_entries as e where e.user_id = me.user_id and e.sequence_number = 1);
  v_late_from constant date := greatest(v_today - 1, v_settled.last_marked_day + 1 + (v_settled.run_length = 0)::int,
    app_private.ended_through((me.state).as_of, v_settled.zone, v_settled.day_start_hour) + 1);
begin
  if v_until not between v_since and v_since + 365 or not isfinite(v_until) then
    perform app_private.refuse('CA001', 'A calendar shows 1 to 366 days.',
      'Let since be at most 365 days before until.');
  end if;

  return query
  select d.day, k.mark, coalesce(k.mark in ('check_in', 'late'), false),
    app_rules.day_reason(k.mark, d.day, v_today, v_late_from, v_joined_on),
    m.marked_at, m.zone, m.day_start_hour, m.rule_version_id
  from (select v_since + n.k as day from generate_series(0, v_until - v_since) as n(k)) as d
  left join app_private.day_marks as m on m.user_id = me.user_id and m.day = d.day
  cross join lateral (
    select coalesce(m.mark, case
      when d.day > v_stored_through and d.day <= v_settled.last_marked_day then 'freeze'::app_public.mark end) as mark
  ) as k
  order by d.day;
end
$$;

grant execute on function app_public.me_calendar to app_user;
comment on function app_public.me_calendar(app_public.me, date, date) is
  E'@behavior -queryField +list -connection\n@notNull\nThe days from since to until, each with its mark and the reason: by default the last 30 days, at most 366.\n\nErrors: CALENDAR_TOO_LONG.';
--! EndIncluded api/me_calendar.sql
--! Included api/me_journal.sql
-- Invoker: row-level security decides what is read. Plain SQL, so that it is inlined and the key is used.
create or replace function app_public.me_journal(me app_public.me)
returns setof app_public.journal_entries
language sql stable
begin atomic
  select e.* from app_public.journal_entries as e where e.user_id = me.user_id order by e.sequence_number desc;
end;

grant execute on function app_public.me_journal to app_user;
comment on function app_public.me_journal(app_public.me) is
  E'@behavior -queryField\nEvery change of the user''s state, latest first.';
--! EndIncluded api/me_journal.sql
--! Included api/bootstrap.sql
-- Definer: users hold no write grants. Identity is checked before anything else.
create or replace function app_public.bootstrap(zone text default null, day_start_hour int default null)
returns app_public.state
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id constant uuid := app_private.require_user_id();
  v_zone constant text := coalesce(zone, app_private.token_zone());
  v_day_start_hour constant int := coalesce(day_start_hour, 0);
begin
  perform app_private.require_settings(v_zone, v_day_start_hour);
  perform app_private.bootstrap(v_user_id, current_setting('app.issuer'), current_setting('app.subject'),
    v_zone, v_day_start_hour);
  return app_private.present(app_private.state_as_of(v_user_id, app_private.clock()));
end
$$;

grant execute on function app_public.bootstrap to app_anonymous, app_user;
comment on function app_public.bootstrap(text, int) is
  E'@notNull\n@resultFieldName state\nCreates the user with a zone and a day start (hours after midnight: 0, 4, 5 or 6), and answers with the state. Nobody has to call it: any first command creates the user, in the zone of the token or else UTC. A repeat changes nothing, whatever its arguments: use updateSettings for that.\n\nErrors: SIGNED_OUT, UNKNOWN_ZONE, INVALID_DAY_START.';
--! EndIncluded api/bootstrap.sql
--! Included api/check_in.sql
-- Definer: users hold no write grants. Identity is checked before anything else.
create or replace function app_public.check_in(day date default null)
returns app_public.check_in_result
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id constant uuid := app_private.require_user_id();
  v_answer app_public.check_in_result;
begin
  select c.* into v_answer from app_private.check_in(v_user_id, check_in.day) as c;
  return v_answer;
end
$$;

grant execute on function app_public.check_in to app_anonymous, app_user;
comment on function app_public.check_in(date) is
  E'@notNull\nChecks in for today or, with day, for yesterday while its grace lasts. Settles the streak, grants energy, points and XP, unlocks rewards and claims those that claim themselves, all at once or not at all. A repeat for a day that is checked in changes nothing and answers with that check-in (alreadyCheckedIn: true): after a lost answer, call again.\n\nErrors: SIGNED_OUT, DAY_NOT_OPEN.';
--! EndIncluded api/check_in.sql
--! Included api/claim_reward.sql
-- Definer: users hold no write grants. Identity is checked before anything else.
create or replace function app_public.claim_reward(reward_id text, period_key text default null)
returns app_public.claim_reward_result
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id constant uuid := app_private.require_user_id();
  v_answer app_public.claim_reward_result;
begin
  select c.* into v_answer
  from app_private.claim_reward(v_user_id, claim_reward.reward_id, claim_reward.period_key) as c;
  return v_answer;
end
$$;

grant execute on function app_public.claim_reward to app_anonymous, app_user;
comment on function app_public.claim_reward(text, text) is
  E'@notNull\nClaims an unlocked reward: exactly once for each period. Without periodKey the latest unlock is meant; earlier ones are in unclaimed of me.rewards. A repeat changes nothing and answers with the claim that was made (alreadyClaimed: true).\n\nErrors: SIGNED_OUT, UNKNOWN_REWARD, REWARD_NOT_UNLOCKED, UNLOCK_EXPIRED, REWARD_NOT_OPEN, OUT_OF_STOCK, FREEZES_FULL, INVENTORY_FULL.';
--! EndIncluded api/claim_reward.sql
--! Included api/update_settings.sql
-- Definer: users hold no write grants. Identity is checked before anything else.
create or replace function app_public.update_settings(zone text default null, day_start_hour int default null)
returns app_public.update_settings_result
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id constant uuid := app_private.require_user_id();
  v_answer app_public.update_settings_result;
begin
  select s.* into v_answer
  from app_private.update_settings(v_user_id, update_settings.zone, update_settings.day_start_hour) as s;
  return v_answer;
end
$$;

grant execute on function app_public.update_settings to app_anonymous, app_user;
comment on function app_public.update_settings(text, int) is
  E'@notNull\nChanges the user''s zone (an IANA name) or day start (hours after midnight: 0, 4, 5 or 6); what is left out stays. It takes effect at once, for days that are not marked yet; a day that it skips is not held against the streak, once in a while. A repeat changes nothing.\n\nErrors: SIGNED_OUT, UNKNOWN_ZONE, INVALID_DAY_START.';
--! EndIncluded api/update_settings.sql

-- What operators and DBAs call.
--! Included ops/add_stock.sql
-- At most 16 slots: enough for claims not to queue on two or sixty-four cores alike, few enough to sum up at once.
create or replace function app_private.add_stock(reward_id text, amount int)
returns int
language plpgsql volatile
as $$
declare
  v_slots constant int := 16;
  v_stock int;
begin
  if amount < 1 or amount is null then
    raise exception using errcode = 'invalid_parameter_value', message = 'The amount to add is at least 1.';
  end if;

  if not exists (select from app_private.reward_stock as s where s.reward_id = add_stock.reward_id)
    and (select r.stock from app_private.rewards as r where r.id = add_stock.reward_id) is not null then
    raise exception using errcode = 'object_not_in_prerequisite_state',
      message = 'The stock of this reward was written by hand, so there is nothing to claim from.',
      hint = 'Set rewards.stock to null and add the whole stock.';
  end if;

  update app_private.rewards as r set stock = coalesce(r.stock, 0) + amount
  where r.id = add_stock.reward_id
  returning r.stock into strict v_stock;

  insert into app_private.reward_stock (reward_id, slot, remaining)
  select add_stock.reward_id, n.slot, amount / v_slots + (n.slot <= amount % v_slots)::int
  from generate_series(1, least(amount, v_slots)) as n(slot)
  on conflict on constraint reward_stock_pkey do update set remaining = reward_stock.remaining + excluded.remaining;
  return v_stock;
end
$$;

comment on function app_private.add_stock(text, int) is
  'Limits a reward to its stock, or adds to the stock it has: amount more claims for all users together, at least 1. Returns the whole stock ever given. Every call adds.';
--! EndIncluded ops/add_stock.sql

-- What every installation starts with.
--! Included seeds/error_codes.sql
insert into app_private.error_codes (sqlstate, code, meaning) values
  ('IA001', 'SIGNED_OUT', 'The command needs a signed-in user.'),
  ('US001', 'UNKNOWN_ZONE', 'The zone is not one of the IANA names in app_private.zones.'),
  ('US002', 'INVALID_DAY_START', 'A day starts at hour 0, 4, 5 or 6.'),
  ('CK001', 'DAY_NOT_OPEN', 'The day is neither today nor a yesterday still within its grace.'),
  ('CA001', 'CALENDAR_TOO_LONG', 'The range of days is empty or longer than a calendar shows.'),
  ('RW001', 'UNKNOWN_REWARD', 'There is no reward of that id.'),
  ('RW002', 'REWARD_NOT_UNLOCKED', 'The reward has not been unlocked in that period.'),
  ('RW003', 'UNLOCK_EXPIRED', 'The time to claim after the unlock is over.'),
  ('RW004', 'REWARD_NOT_OPEN', 'The moment is outside the reward''s window.'),
  ('RW005', 'OUT_OF_STOCK', 'Nothing is left of the reward.'),
  ('FZ001', 'FREEZES_FULL', 'More freezes than the maximum would be held.'),
  ('IN001', 'INVENTORY_FULL', 'More distinct items than the maximum would be held.')
on conflict do nothing;
--! EndIncluded seeds/error_codes.sql
--! Included seeds/zones.sql
-- What this server's time zone data knows, by region; the rest of its names are abbreviations and old aliases.
insert into app_private.zones (name)
select z.name from pg_catalog.pg_timezone_names as z
where z.name = 'UTC'
  or z.name ~ '^(Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific|Etc)/'
on conflict do nothing;
--! EndIncluded seeds/zones.sql
--! Included seeds/metrics.sql
insert into app_private.metrics (id, title) values
  ('current_streak', 'Current streak'),
  ('longest_streak', 'Longest streak'),
  ('check_ins', 'Check-ins'),
  ('level', 'Level'),
  ('lifetime_xp', 'Lifetime XP'),
  ('lifetime_points', 'Lifetime points'),
  ('points', 'Points'),
  ('energy', 'Energy')
on conflict do nothing;
--! EndIncluded seeds/metrics.sql
--! Included seeds/rule_version_1.sql
insert into app_private.rule_versions (
  id, effective_from,
  check_in_energy, check_in_points, check_in_xp,
  energy_start, energy_max, energy_overfill, energy_refill_amount, energy_refill_seconds,
  freezes_start, freeze_every_days, freezes_max,
  late_grace_minutes, travel_cover_days, pause_max_days, repair_within_days, repair_points, inventory_max,
  level_thresholds, level_boosts_basis_points
) values (
  1, '2000-01-01 00:00:00+00',
  20, 5, 10,
  50, 100, 0, 1, 3600,
  0, 7, 2,
  120, 30, 30, 3, 50, 5,
  array(select 50 * n * (n - 1) from generate_series(1, 50) as n),
  array(select least(10000 + 500 * (n - 1), 15000) from generate_series(1, 50) as n)
) on conflict do nothing;
--! EndIncluded seeds/rule_version_1.sql
--! Included seeds/items.sql
insert into app_private.items (id, title, description, price_points, gives_energy, gives_xp, gives_freezes) values
  ('coffee', 'Coffee', 'A cup of energy.', 10, 15, 0, 0),
  ('focus_chip', 'Focus chip', 'A little energy and some XP.', 20, 5, 5, 0),
  ('streak_freeze', 'Streak freeze', 'Saves the streak on one missed day.', 200, 0, 0, 1)
on conflict do nothing;
--! EndIncluded seeds/items.sql
--! Included seeds/rewards.sql
insert into app_private.rewards
  (id, title, description, repeats, auto_claim, priority, gives_points, gives_energy, gives_freezes, gives_items) values
  ('first_check_in', 'First check-in', 'Check in for the first time.', 'once', true, 10, 10, 0, 0, '{}'),
  ('streak_3', 'Three in a row', 'Keep a streak of 3 days.', 'once', false, 20, 50, 0, 0, '{}'),
  ('streak_7', 'A whole week', 'Keep a streak of 7 days.', 'once', false, 30, 100, 10, 0, '{}'),
  ('streak_30', 'A whole month', 'Keep a streak of 30 days.', 'once', false, 40, 500, 0, 1, '{}'),
  ('weekly_five', 'Five alive', 'Have a streak of 5 days or more, each week anew.', 'week', false, 50, 25, 0, 0, '{}'),
  ('level_5', 'Level five', 'Reach level 5.', 'once', false, 60, 0, 0, 0, '{"coffee": 1}')
on conflict do nothing;

insert into app_private.reward_conditions (reward_id, metric, at_least) values
  ('first_check_in', 'check_ins', 1),
  ('streak_3', 'current_streak', 3),
  ('streak_7', 'current_streak', 7),
  ('streak_30', 'current_streak', 30),
  ('weekly_five', 'current_streak', 5),
  ('level_5', 'level', 5)
on conflict do nothing;
--! EndIncluded seeds/rewards.sql
--! EndIncluded manifest.sql
