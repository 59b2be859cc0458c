--! Previous: sha1:3620aded199b4bcd4a7e26b4826842c0ba07e74f
--! Hash: sha1:32172827a0862e35f587ef3ae8ac9f8a82351484
--! Message: hot path

alter table app_private.user_states
  drop constraint sequence_number_is_positive,
  drop constraint day_start_hour_never_runs_backwards,
  drop constraint run_length_is_not_negative,
  drop constraint run_is_at_most_the_longest,
  drop constraint longest_streak_is_at_most_all_check_ins,
  drop constraint a_live_run_has_a_beginning,
  drop constraint check_ins_have_a_last_day,
  drop constraint last_marked_day_is_not_before_the_last_check_in,
  drop constraint each_freeze_has_its_day,
  drop constraint energy_is_not_negative,
  drop constraint xp_is_not_negative,
  drop constraint level_is_positive,
  drop constraint points_are_not_negative,
  drop constraint lifetime_points_are_at_least_the_balance,
  drop constraint inventory_holds_whole_quantities,
  drop constraint a_pause_has_a_first_and_a_last_day,
  drop constraint clock_is_0_to_100_years_ahead;
alter table app_public.journal_entries
  drop constraint sequence_numbers_start_at_1,
  drop constraint freezes_used_is_not_negative,
  drop constraint energy_refilled_is_not_negative,
  drop constraint xp_is_never_lost,
  drop constraint points_are_not_negative,
  drop constraint items_delta_maps_items,
  drop constraint only_a_reversal_takes_freezes_back,
  drop constraint a_reversal_names_an_earlier_entry,
  drop constraint a_repeatable_command_has_its_key,
  drop constraint what_the_catalogue_said_is_kept,
  drop constraint an_operator_s_command_names_the_operator;
drop function app_private.unlock_rewards(app_private.user_states, date);
drop function app_private.claimed_by(uuid, bigint);
--! Included rules/user_id_for.sql
-- The same person has the same id on every call and every node, without a look-up.
-- The issuer's length keeps ('ab', 'c') and ('a', 'bc') apart; 8 marks a custom UUID (RFC 9562).
create or replace function app_rules.user_id_for(issuer text, subject text)
returns uuid
language plpgsql immutable strict parallel safe
as $$
begin
  return overlay(overlay(
    encode(substr(sha256(convert_to(length(issuer)::text || ':' || issuer || subject, 'UTF8')), 1, 16), 'hex'),
    '8', 13, 1), '8', 17, 1)::uuid;
end
$$;

comment on function app_rules.user_id_for(text, text) is
  'The id of the user whom this issuer knows under this subject. Null when either is null.';
--! EndIncluded rules/user_id_for.sql
--! Included rules/day_end.sql
-- Where the clock goes back over the day's start, PostgreSQL takes the later reading of
-- that local time; the day ends at the earlier one, which is read with the offset of the day before.
-- Where the clock skips the day's start, the day ends at the skip.
create or replace function app_rules.day_end(day date, zone text, day_start_hour int)
returns timestamptz
language plpgsql immutable parallel safe
as $$
declare
  v_time constant timestamp := (day + 1)::timestamp + make_interval(hours => day_start_hour);
  v_later constant timestamptz := v_time at time zone zone;
  v_utc_before constant timestamp := (v_later at time zone 'UTC') - interval '1 day';
  v_offset_before constant interval := v_utc_before at time zone 'UTC' at time zone zone - v_utc_before;
  v_earlier constant timestamptz := (v_time - v_offset_before) at time zone 'UTC';
begin
  if v_later at time zone zone > v_time then
    return app_rules.clock_skip(v_time, zone);
  elsif v_earlier at time zone zone = v_time then
    return least(v_earlier, v_later);
  end if;
  return v_later;
end
$$;

comment on function app_rules.day_end(date, text, int) is
  'The instant at which a day of the user''s calendar ends: the first one that belongs to a later day.';
--! EndIncluded rules/day_end.sql
--! Included rules/is_day_without_hours.sql
-- Apia went from 2011-12-29 to 2011-12-31: nobody can miss the day between. Asked of each missed day, so a cheap
-- question comes first: PostgreSQL reads a skipped start of a day as no earlier than the next one.
create or replace function app_rules.is_day_without_hours(day date, zone text, day_start_hour int)
returns boolean
language plpgsql immutable parallel safe
as $$
declare
  v_start constant timestamp := day + make_interval(hours => day_start_hour);
begin
  if v_start at time zone zone < (v_start + interval '1 day') at time zone zone then
    return false;
  end if;
  return app_rules.local_day(app_rules.day_end(day - 1, zone, day_start_hour), zone, day_start_hour) > day;
end
$$;

comment on function app_rules.is_day_without_hours(date, text, int) is
  'Whether a zone''s clock skips a whole day of the calendar.';
--! EndIncluded rules/is_day_without_hours.sql
--! Included rules/period_key.sql
-- Spelt out by extract: to_char and date::text depend on the session.
create or replace function app_rules.period_key(repeats app_public.reward_repeat, day date, run_started_on date)
returns text
language plpgsql immutable parallel safe
as $$
begin
  case repeats
    when 'once' then return 'once';
    when 'run' then return 'run-' || app_rules.iso_date(run_started_on);
    when 'day' then return app_rules.iso_date(day);
    when 'week' then return lpad(extract(isoyear from day)::text, 4, '0') || '-W' || lpad(extract(week from day)::text, 2, '0');
    when 'month' then return left(app_rules.iso_date(day), 7);
    else return null;
  end case;
end
$$;

comment on function app_rules.period_key(app_public.reward_repeat, date, date) is
  'What a reward is unlocked and claimed once for: once, run-2026-03-01 (the day the run began), 2026-03-01, 2026-W09 or 2026-03. Null for a run when there is none.';
--! EndIncluded rules/period_key.sql
--! Included rules/is_inventory.sql
create or replace function app_rules.is_inventory(inventory jsonb)
returns boolean
language plpgsql immutable parallel safe
as $$
begin
  if inventory = '{}' then
    return true;
  end if;
  return jsonb_typeof(inventory) = 'object' and not exists (
    select from jsonb_each(inventory) as held(item_id, quantity)
    where jsonb_typeof(held.quantity) <> 'number' or held.quantity::text !~ '^[1-9][0-9]{0,8}$');
end
$$;

comment on function app_rules.is_inventory(jsonb) is
  'Whether this maps item ids to whole quantities of at least 1.';
--! EndIncluded rules/is_inventory.sql
--! Included rules/inventory_items.sql
create or replace function app_rules.inventory_items(inventory jsonb)
returns app_public.inventory_item[]
language plpgsql immutable parallel safe
as $$
begin
  if inventory = '{}' then
    return '{}';
  end if;
  return (
    select array_agg(row(held.item_id, held.quantity::int)::app_public.inventory_item order by held.item_id)
    from jsonb_each_text(inventory) as held(item_id, quantity));
end
$$;

comment on function app_rules.inventory_items(jsonb) is 'An inventory as a list, by item id.';
--! EndIncluded rules/inventory_items.sql
--! Included rules/items_given.sql
create or replace function app_rules.items_given(items_delta jsonb)
returns jsonb
language plpgsql immutable parallel safe
as $$
begin
  if items_delta is null or items_delta = '{}' then
    return items_delta;
  end if;
  return (
    select coalesce(jsonb_object_agg(i.item_id, i.delta) filter (where i.delta > 0), '{}')
    from (select d.item_id, d.delta::bigint as delta from jsonb_each_text(items_delta) as d(item_id, delta)) as i);
end
$$;

comment on function app_rules.items_given(jsonb) is 'Of what was added to and taken from an inventory, what was added: item id to quantity.';
--! EndIncluded rules/items_given.sql
--! Included rules/is_state.sql
-- One call instead of as many constraints: PostgreSQL parses and prepares each constraint anew for each statement.
create or replace function app_rules.is_state(state app_private.user_states)
returns boolean
language plpgsql immutable parallel safe
as $$
declare
  v_broken constant text := case
    when state.sequence_number <= 0 then 'sequence_number_is_positive'
    when state.day_start_hour not in (0, 4, 5, 6) then 'day_start_hour_never_runs_backwards'
    when state.run_length < 0 then 'run_length_is_not_negative'
    when state.run_length > state.longest_streak then 'run_is_at_most_the_longest'
    when state.longest_streak > state.check_ins then 'longest_streak_is_at_most_all_check_ins'
    when (state.run_length > 0) <> (state.run_started_on is not null) then 'a_live_run_has_a_beginning'
    when (state.check_ins > 0) <> (state.last_check_in_day is not null) then 'check_ins_have_a_last_day'
    when state.last_check_in_day is not null and (state.last_check_in_day <= state.last_marked_day) is not true then 'last_marked_day_is_not_before_the_last_check_in'
    when array_position(state.freezes, null) is not null then 'each_freeze_has_its_day'
    when state.energy < 0 then 'energy_is_not_negative'
    when state.xp < 0 then 'xp_is_not_negative'
    when state.level < 1 then 'level_is_positive'
    when state.points < 0 then 'points_are_not_negative'
    when state.lifetime_points < state.points then 'lifetime_points_are_at_least_the_balance'
    when not app_rules.is_inventory(state.inventory) then 'inventory_holds_whole_quantities'
    when num_nulls(state.paused_from, state.paused_until) < 2 and (state.paused_from <= state.paused_until) is not true then 'a_pause_has_a_first_and_a_last_day'
    when not app_rules.is_clock_ahead(state.clock_ahead_seconds) then 'clock_is_0_to_100_years_ahead'
  end;
begin
  if v_broken is null then
    return true;
  end if;
  raise check_violation using message = format('This is no state: %s.', replace(v_broken, '_', ' ')),
    schema = 'app_private', table = 'user_states', constraint = v_broken;
end
$$;

comment on function app_rules.is_state(app_private.user_states) is
  'Whether this can be a user''s state. Errors: 23514 with the name of the rule that it breaks as constraint.';
--! EndIncluded rules/is_state.sql
--! Included rules/is_journal_entry.sql
-- One call instead of as many constraints: PostgreSQL parses and prepares each constraint anew for each statement.
create or replace function app_rules.is_journal_entry(entry app_public.journal_entries)
returns boolean
language plpgsql immutable parallel safe
as $$
declare
  v_broken constant text := case
    when entry.sequence_number < 1 then 'sequence_numbers_start_at_1'
    when entry.freezes_granted < 0 and entry.kind <> 'reversal' then 'only_a_reversal_takes_freezes_back'
    when entry.freezes_used < 0 then 'freezes_used_is_not_negative'
    when entry.energy_refilled < 0 then 'energy_refilled_is_not_negative'
    when entry.xp_delta < 0 then 'xp_is_never_lost'
    when entry.points < 0 then 'points_are_not_negative'
    when jsonb_typeof(entry.items_delta) <> 'object' then 'items_delta_maps_items'
    when (entry.kind = 'reversal') <> (entry.reverses is not null)
      or entry.reverses not between 1 and entry.sequence_number - 1 then 'a_reversal_names_an_earlier_entry'
    -- What is repeatable by nature needs none; every other command has one.
    when (entry.idempotency_key is null)
      <> (entry.kind in ('bootstrap', 'settings', 'check_in', 'claim', 'pause', 'repair', 'amnesty', 'reversal')) then 'a_repeatable_command_has_its_key'
    -- What replay cannot ask the catalogue, which changes.
    when (entry.terms is not null) <> (entry.kind in ('claim', 'buy', 'use')) then 'what_the_catalogue_said_is_kept'
    when (entry.operator_id is not null) <> (entry.kind in ('grant', 'reversal')) then 'an_operator_s_command_names_the_operator'
  end;
begin
  if v_broken is null then
    return true;
  end if;
  raise check_violation using message = format('This is no journal entry: %s.', replace(v_broken, '_', ' ')),
    schema = 'app_public', table = 'journal_entries', constraint = v_broken;
end
$$;

comment on function app_rules.is_journal_entry(app_public.journal_entries) is
  'Whether this can be a journal entry. Errors: 23514 with the name of the rule that it breaks as constraint.';
--! EndIncluded rules/is_journal_entry.sql
--! Included constraints/is_a_state.sql
alter table app_private.user_states add constraint is_a_state check (app_rules.is_state(user_states));
--! EndIncluded constraints/is_a_state.sql
--! Included constraints/is_a_journal_entry.sql
alter table app_public.journal_entries add constraint is_a_journal_entry check (app_rules.is_journal_entry(journal_entries));
--! EndIncluded constraints/is_a_journal_entry.sql
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
  -- Mostly it is full already, or will be: what is left of an interval matters to the others alone.
  if state.energy < rules.energy_max then
    v_settled.energy := app_rules.energy_value(state.energy, state.energy_anchor, at,
      rules.energy_max, rules.energy_refill_amount, rules.energy_refill_seconds);
  end if;
  if v_settled.energy < rules.energy_max then
    v_settled.energy_anchor := app_rules.energy_anchor(state.energy, state.energy_anchor, at,
      rules.energy_max, rules.energy_refill_amount, rules.energy_refill_seconds);
  else
    v_settled.energy_anchor := at;
  end if;
  return v_settled;
end
$$;

comment on function app_rules.settle_energy(app_private.user_states, app_private.rule_versions, timestamptz) is
  'The state with its energy refilled up to an instant, under one rule version.';
--! EndIncluded rules/settle_energy.sql
--! Included rules/day_cover.sql
create or replace function app_rules.day_cover(state app_private.user_states, day date, excused datemultirange)
returns app_public.mark
language plpgsql immutable parallel safe
as $$
begin
  if day between state.paused_from and state.paused_until then
    return 'pause';
  elsif excused @> day then
    return 'amnesty';
  elsif app_rules.is_day_without_hours(day, state.zone, state.day_start_hour) then
    return 'travel';
  end if;
  return null;
end
$$;

comment on function app_rules.day_cover(app_private.user_states, date, datemultirange) is
  'The mark that bridges an unmarked day without a freeze: a pause, an amnesty (excused: their days), a day that never was; null when none does.';
--! EndIncluded rules/day_cover.sql
--! Included rules/run_dies_on.sql
create or replace function app_rules.run_dies_on(state app_private.user_states, excused datemultirange)
returns date
language plpgsql immutable parallel safe
as $$
begin
  return (select d.day from app_rules.bridged_days(state, 'infinity', excused) as d where d.mark is null);
end
$$;

comment on function app_rules.run_dies_on(app_private.user_states, datemultirange) is
  'The day that will be missed if the user does nothing: the first one that nothing bridges. Null without a live run.';
--! EndIncluded rules/run_dies_on.sql
--! Included rules/is_day_open.sql
-- The day after the last mark of a run that has ended is the one that ended it: no travelling west brings it back.
create or replace function app_rules.is_day_open(
  state app_private.user_states, day date, today date, at timestamptz, deadline timestamptz
)
returns boolean
language plpgsql immutable parallel safe
as $$
begin
  if day <= state.last_marked_day + (state.run_length = 0)::int then
    return false;
  elsif day = today then
    return true;
  end if;
  return day = today - 1 and at < deadline and not app_rules.is_day_without_hours(day, state.zone, state.day_start_hour);
end
$$;

comment on function app_rules.is_day_open(app_private.user_states, date, date, timestamptz, timestamptz) is
  'Whether a day can be checked in: today, or yesterday until its deadline, with no later day marked.';
--! EndIncluded rules/is_day_open.sql
--! Included rules/journal_entry.sql
-- The deltas cannot disagree with the states, since they are computed from them.
create or replace function app_rules.journal_entry(
  before app_private.user_states, settled app_private.user_states, after app_private.user_states,
  kind app_public.journal_kind, day date, asked jsonb, terms jsonb, idempotency_key uuid, reverses bigint, operator_id uuid
)
returns app_public.journal_entries
language sql immutable parallel safe
return row(
  after.user_id,
  before.sequence_number + 1,
  after.last_occurred_at, day, kind, asked, after.rule_version_id,
  after.check_ins - before.check_ins,
  cardinality(after.freezes) - cardinality(settled.freezes),
  cardinality(before.freezes) - cardinality(settled.freezes),
  settled.energy - before.energy,
  after.energy - settled.energy,
  after.xp - before.xp,
  after.points - before.points,
  -- Mostly nothing has changed, which is cheaper to see here than to ask.
  case when before.inventory = after.inventory then '{}' else app_rules.items_delta(before.inventory, after.inventory) end,
  after.last_day, after.zone, after.day_start_hour, after.check_ins, after.run_length, after.run_started_on,
  after.longest_streak, after.last_marked_day, after.last_check_in_day, after.last_freeze_day, after.last_travel_day,
  after.freezes, after.energy, after.energy_anchor, after.xp, after.level, after.points, after.lifetime_points,
  after.inventory, after.paused_from, after.paused_until, after.last_amnesty_id, terms, idempotency_key, reverses,
  operator_id
)::app_public.journal_entries;

comment on function app_rules.journal_entry(
  app_private.user_states, app_private.user_states, app_private.user_states,
  app_public.journal_kind, date, jsonb, jsonb, uuid, bigint, uuid
) is 'The journal entry of a change of state. before: as stored; settled: the same as of now; after: what the command made of it. The rest is taken as it is.';
--! EndIncluded rules/journal_entry.sql
--! Included rules/marks_made.sql
create or replace function app_rules.marks_made(
  entry app_public.journal_entries, before app_private.user_states, marks app_private.marked_day[]
)
returns setof app_private.day_marks
language sql immutable parallel safe
begin atomic
  select (app_rules.mark_made(entry, before, m)).* from unnest(marks) as m;
end;

comment on function app_rules.marks_made(
  app_public.journal_entries, app_private.user_states, app_private.marked_day[]
) is 'The days that an entry marks, as the calendar keeps them.';
--! EndIncluded rules/marks_made.sql
--! Included rules/streak_status.sql
create or replace function app_rules.streak_status(state app_private.user_states, today date)
returns app_public.streak_status
language sql immutable parallel safe
return case
  when state.check_ins = 0 then 'none'::app_public.streak_status
  when state.run_length = 0 then 'broken'::app_public.streak_status
  when state.last_marked_day >= today then 'done_today'::app_public.streak_status
  when today between state.paused_from and state.paused_until then 'paused'::app_public.streak_status
  when state.last_freeze_day > state.last_check_in_day then 'protected'::app_public.streak_status
  when state.check_ins > 0 then 'at_risk'::app_public.streak_status
end;

comment on function app_rules.streak_status(app_private.user_states, date) is
  'What a settled streak is called today.';
--! EndIncluded rules/streak_status.sql
--! Included rules/energy_shown.sql
create or replace function app_rules.energy_shown(state app_private.user_states, rules app_private.rule_versions)
returns app_public.energy
language plpgsql immutable parallel safe
as $$
declare
  v_next_at timestamptz;
  v_full_at timestamptz;
begin
  if state.energy < rules.energy_max then
    v_next_at := app_rules.energy_next_at(state.energy, state.energy_anchor, rules.energy_max, rules.energy_refill_seconds);
    v_full_at := app_rules.energy_full_at(state.energy, state.energy_anchor,
      rules.energy_max, rules.energy_refill_amount, rules.energy_refill_seconds);
  end if;
  return row(state.energy, rules.energy_max, v_next_at, v_full_at,
    rules.energy_refill_amount, rules.energy_refill_seconds)::app_public.energy;
end
$$;

comment on function app_rules.energy_shown(app_private.user_states, app_private.rule_versions) is
  'The energy of a settled state as clients see it.';
--! EndIncluded rules/energy_shown.sql
--! Included private/rules_at.sql
create or replace function app_private.rules_at(at timestamptz)
returns app_private.rule_versions
language plpgsql stable parallel safe
as $$
declare
  v_rules app_private.rule_versions;
begin
  select v.* into v_rules from app_private.rule_versions as v
  where v.effective_from <= at order by v.effective_from desc limit 1;
  return v_rules;
end
$$;

grant execute on function app_private.rules_at to app_user;
comment on function app_private.rules_at(timestamptz) is 'The rule version in force at an instant.';
--! EndIncluded private/rules_at.sql
--! Included private/last_amnesty_id.sql
create or replace function app_private.last_amnesty_id()
returns int
language plpgsql stable parallel safe
as $$
begin
  return coalesce((select max(a.id) from app_private.amnesties as a), 0);
end
$$;

grant execute on function app_private.last_amnesty_id to app_user;
comment on function app_private.last_amnesty_id() is 'The latest amnesty; 0 when there is none.';
--! EndIncluded private/last_amnesty_id.sql
--! Included private/excused_days.sql
create or replace function app_private.excused_days(last_amnesty_id int, since date)
returns datemultirange
language plpgsql stable parallel safe
as $$
begin
  if last_amnesty_id = 0 then
    return null;
  end if;
  return (
    select range_agg(daterange(a.first_day, a.last_day, '[]'))
    from app_private.amnesties as a
    where a.id <= excused_days.last_amnesty_id and a.last_day >= since);
end
$$;

grant execute on function app_private.excused_days to app_user;
comment on function app_private.excused_days(int, date) is
  'The days, as far as they matter from a day on, that amnesties up to one excuse; null when there are none.';
--! EndIncluded private/excused_days.sql
--! Included private/unlock_rewards.sql
-- Mostly nothing unlocks, and a statement that could write costs more than one that looks.
-- Looked for are unmet conditions, once, and an unlock that there is, by its key: neither grows with the other.
create or replace function app_private.unlock_rewards(state app_private.user_states, day date)
returns boolean
language plpgsql volatile
as $$
declare
  v_reward_ids constant text[] := array(
    select r.id
    from (
      select s.id, app_rules.period_key(s.repeats, unlock_rewards.day, state.run_started_on) as period_key
      from app_private.rewards as s
      where s.enabled and app_rules.window_is_open(s.starts_at, s.ends_at, state.last_occurred_at)
    ) as r
    where r.period_key is not null
      and r.id not in (
        select c.reward_id from app_private.reward_conditions as c
        where (app_rules.metric_value(c.metric, state) >= c.at_least) is not true)
      and (
        select u.user_id from app_private.reward_unlocks as u
        where u.user_id = state.user_id and u.reward_id = r.id and u.period_key = r.period_key) is null);
begin
  if cardinality(v_reward_ids) = 0 then
    return false;
  end if;
  insert into app_private.reward_unlocks
    (user_id, reward_id, period_key, unlocked_at, claimable_until, rule_version_id, sequence_number, conditions, reward_revision)
  select state.user_id, r.id, app_rules.period_key(r.repeats, unlock_rewards.day, state.run_started_on), state.last_occurred_at,
    app_rules.seconds_after(state.last_occurred_at, r.claim_within_hours * 3600::bigint),
    state.rule_version_id, state.sequence_number,
    (select coalesce(jsonb_object_agg(c.metric, c.at_least), '{}') from app_private.reward_conditions as c where c.reward_id = r.id),
    r.revision
  from app_private.rewards as r
  where r.id = any (v_reward_ids);
  return true;
end
$$;

comment on function app_private.unlock_rewards(app_private.user_states, date) is
  'Stores an unlock of each reward whose conditions hold and which is not unlocked yet in the day''s period, and returns whether there are any. One look, whatever the number of rewards.';
--! EndIncluded private/unlock_rewards.sql
--! Included private/auto_claim.sql
create or replace function app_private.auto_claim(state app_private.user_states)
returns app_private.user_states
language plpgsql volatile
as $$
declare
  v_state app_private.user_states := state;
  v_rules app_private.rule_versions;
  v_reward app_private.rewards;
  v_unlock app_private.reward_unlocks;
begin
  for v_unlock in
    select u.*
    from app_private.reward_unlocks as u join app_private.rewards as r on r.id = u.reward_id
    where u.user_id = state.user_id and u.sequence_number = state.sequence_number and r.auto_claim
    order by r.priority, r.id
  loop
    v_rules := app_private.rules_at(v_state.last_occurred_at);
    select r.* into v_reward from app_private.rewards as r where r.id = v_unlock.reward_id;
    -- What does not fit, or is gone, stays unlocked, to be claimed by hand.
    continue when app_rules.effects_obstacle(v_state, v_rules, v_reward.gives) is not null;
    continue when app_rules.takes_stock(v_state, v_reward) and not app_private.take_stock(v_reward.id, false);
    v_state := app_private.apply_claim(v_state, v_state, v_reward, v_unlock.period_key, true);
  end loop;
  return v_state;
end
$$;

comment on function app_private.auto_claim(app_private.user_states) is
  'Claims what the entry of this state unlocked and is to be claimed automatically, in the order of (priority, id).';
--! EndIncluded private/auto_claim.sql
--! Included private/unlock_and_claim.sql
create or replace function app_private.unlock_and_claim(state app_private.user_states, day date)
returns app_private.user_states
language plpgsql volatile
as $$
begin
  if app_private.unlock_rewards(state, day) then
    return app_private.auto_claim(state);
  end if;
  return state;
end
$$;

comment on function app_private.unlock_and_claim(app_private.user_states, date) is
  'What each command ends with: unlocks what now holds, and claims of it what claims itself. Returns the state after that.';
--! EndIncluded private/unlock_and_claim.sql
--! Included private/given_by.sql
create or replace function app_private.given_by(user_id uuid, sequence_number bigint)
returns app_public.amounts
language plpgsql stable
as $$
declare
  v_entry app_public.journal_entries;
begin
  select e.* into v_entry from app_public.journal_entries as e
  where e.user_id = given_by.user_id and e.sequence_number = given_by.sequence_number;
  return case when found then app_rules.amounts_given(v_entry) end;
end
$$;

grant execute on function app_private.given_by to app_user;
comment on function app_private.given_by(uuid, bigint) is 'What the command of a journal entry gave.';
--! EndIncluded private/given_by.sql
--! Included private/unlocked_by.sql
create or replace function app_private.unlocked_by(user_id uuid, sequence_number bigint)
returns app_public.unlocked_reward[]
language plpgsql stable
as $$
begin
  return array(
    select row(u.reward_id, r.title, u.period_key, u.unlocked_at, u.claimable_until, u.rule_version_id)::app_public.unlocked_reward
    from app_private.reward_unlocks as u join app_private.rewards as r on r.id = u.reward_id
    where u.user_id = unlocked_by.user_id and u.sequence_number = unlocked_by.sequence_number
    order by r.priority, r.id);
end
$$;

comment on function app_private.unlocked_by(uuid, bigint) is 'What the command of a journal entry unlocked.';
--! EndIncluded private/unlocked_by.sql
--! Included private/claimed_of.sql
create or replace function app_private.claimed_of(user_id uuid, unlocked app_public.unlocked_reward[])
returns app_public.claimed_reward[]
language plpgsql stable
as $$
begin
  if cardinality(unlocked) = 0 then
    return '{}';
  end if;
  return (
    select coalesce(array_agg(
      row(c.reward_id, u.title, c.period_key, c.claimed_at, c.automatic,
        app_private.given_by(c.user_id, c.sequence_number), c.rule_version_id)::app_public.claimed_reward
      order by c.sequence_number), '{}')
    from unnest(unlocked) as u
    join app_private.reward_claims as c
      on c.user_id = claimed_of.user_id and c.reward_id = u.reward_id and c.period_key = u.period_key and c.automatic);
end
$$;

comment on function app_private.claimed_of(uuid, app_public.unlocked_reward[]) is
  'What was claimed automatically of what a command unlocked, in the order of the claims.';
--! EndIncluded private/claimed_of.sql
--! Included private/entry_answer.sql
-- Read back from what is stored, so that the first answer and every repeat are the same.
create or replace function app_private.entry_answer(
  entry app_public.journal_entries, replayed boolean, state app_private.user_states
)
returns app_public.command_result
language plpgsql stable
as $$
declare
  v_answer app_public.command_result;
begin
  v_answer.sequence_number := entry.sequence_number;
  v_answer.occurred_at := entry.occurred_at;
  v_answer.gave := app_rules.amounts_given(entry);
  v_answer.took := app_rules.amounts_taken(entry);
  v_answer.replayed := replayed;
  v_answer.unlocked := app_private.unlocked_by(entry.user_id, entry.sequence_number);
  v_answer.claimed := app_private.claimed_of(entry.user_id, v_answer.unlocked);
  v_answer.state := app_private.present(state);
  return v_answer;
end
$$;

comment on function app_private.entry_answer(app_public.journal_entries, boolean, app_private.user_states) is
  'What a stored command gave and took, with a settled state.';
--! EndIncluded private/entry_answer.sql
--! Included private/finish.sql
create or replace function app_private.finish(after app_private.user_states)
returns app_public.command_result
language plpgsql volatile
as $$
declare
  v_entry app_public.journal_entries;
  v_state app_private.user_states;
begin
  v_state := app_private.unlock_and_claim(after, after.last_day);
  select e.* into strict v_entry from app_public.journal_entries as e
  where e.user_id = after.user_id and e.sequence_number = after.sequence_number;
  return app_private.entry_answer(v_entry, false, v_state);
end
$$;

comment on function app_private.finish(app_private.user_states) is
  'What follows a command of today that was just recorded: it unlocks rewards, and claims those that claim themselves. Returns the command''s answer.';
--! EndIncluded private/finish.sql
--! Included private/check_in_answer.sql
-- Read back from what is stored, so that the first answer and every repeat are the same.
create or replace function app_private.check_in_answer(
  mark app_private.day_marks, already_checked_in boolean, state app_private.user_states
)
returns app_public.check_in_result
language plpgsql stable
as $$
declare
  v_entry app_public.journal_entries;
  v_unlocked app_public.unlocked_reward[];
begin
  select e.* into strict v_entry from app_public.journal_entries as e
  where e.user_id = mark.user_id and e.sequence_number = mark.sequence_number;
  v_unlocked := app_private.unlocked_by(mark.user_id, mark.sequence_number);
  return row(mark.day, mark.mark, mark.marked_at, already_checked_in, app_rules.amounts_given(v_entry), v_entry.freezes_used,
    v_unlocked, app_private.claimed_of(mark.user_id, v_unlocked), app_private.present(state))::app_public.check_in_result;
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
  v_at constant timestamptz := app_private.occurs_at(v_before);
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
  v_after := app_private.record(v_before, v_settled, v_after,
    array[row(v_day, case when v_day < v_today then 'late' else 'check_in' end, null, null)::app_private.marked_day],
    'check_in', v_day, jsonb_build_object('day', check_in.day));
  v_after := app_private.unlock_and_claim(v_after, v_day);
  select m.* into strict v_mark from app_private.day_marks as m where m.user_id = check_in.user_id and m.day = v_day;

  -- Answer
  return app_private.check_in_answer(v_mark, false, v_after);
end
$$;

comment on function app_private.check_in(uuid, date) is
  'Checks a user in for today (null) or a day still within its grace, or answers with the check-in that exists.';
--! EndIncluded private/check_in.sql
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
  v_answer.claim.gave := app_private.given_by(claim.user_id, claim.sequence_number);
  v_answer.already_claimed := already_claimed;
  v_answer.unlocked := app_private.unlocked_by(claim.user_id, claim.sequence_number);
  v_answer.claimed := app_private.claimed_of(claim.user_id, v_answer.unlocked);
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
  v_at constant timestamptz := app_private.occurs_at(v_before);
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
  v_after := app_private.unlock_and_claim(v_after, v_after.last_day);
  select c.* into strict v_claim from app_private.reward_claims as c
  where c.user_id = v_unlock.user_id and c.reward_id = v_unlock.reward_id and c.period_key = v_unlock.period_key;

  -- Answer
  return app_private.claim_answer(v_claim, false, v_after);
end
$$;

comment on function app_private.claim_reward(uuid, text, text) is
  'Claims an unlocked reward for a user, or answers with the claim that exists.';
--! EndIncluded private/claim_reward.sql
--! Included private/update_settings.sql
create or replace function app_private.update_settings(user_id uuid, zone text, day_start_hour int)
returns app_public.update_settings_result
language plpgsql volatile
as $$
declare
  -- Lock: the user's row is the one gate for everything this user does; the clock is read behind it.
  v_before constant app_private.user_states := app_private.lock_state(user_id);
  v_at constant timestamptz := app_private.occurs_at(v_before);
  v_rules constant app_private.rule_versions := app_private.rules_at(v_at);
  v_zone constant text := coalesce(zone, v_before.zone);
  v_day_start_hour constant int := coalesce(day_start_hour, v_before.day_start_hour);
  v_settled app_private.user_states;
  v_after app_private.user_states;
  v_open_from date;
  v_skipped app_private.marked_day[];
  v_answer app_public.update_settings_result;
begin
  -- Look: settings that are so already need no change.
  if v_zone = v_before.zone and v_day_start_hour = v_before.day_start_hour then
    return row(app_private.present(app_private.state_as_of(user_id, v_at)),
      '{}'::app_public.unlocked_reward[], '{}'::app_public.claimed_reward[])::app_public.update_settings_result;
  end if;

  -- Decide
  perform app_private.require_settings(v_zone, v_day_start_hour);
  v_settled := app_private.settle(v_before, v_rules, v_at,
    app_private.ended_through(v_at, v_before.zone, v_before.day_start_hour));
  v_after := app_rules.with_settings(v_settled, v_before.last_day, v_zone, v_day_start_hour);
  v_open_from := app_rules.open_from(v_settled, v_after, app_private.ended_through(v_at, v_zone, v_day_start_hour));
  v_skipped := app_rules.skipped_days(v_after, v_open_from,
    app_private.excused_days(v_settled.last_amnesty_id, v_settled.last_marked_day), v_rules.travel_cover_days);
  v_after := app_rules.after_skipped_days(v_after, v_skipped);

  -- Write
  v_after := app_private.record(v_before, v_settled, v_after, v_skipped, 'settings', v_after.last_day,
    jsonb_build_object('zone', zone, 'day_start_hour', day_start_hour));
  -- Under the new settings a day may have ended that the cover did not reach.
  if app_private.unlock_rewards(app_private.settle(v_after, v_rules, v_at,
    app_private.ended_through(v_at, v_zone, v_day_start_hour)), v_after.last_day)
  then
    perform app_private.auto_claim(v_after);
  end if;

  -- Answer
  v_answer.state := app_private.present(app_private.state_as_of(user_id, v_at));
  v_answer.unlocked := app_private.unlocked_by(v_after.user_id, v_after.sequence_number);
  v_answer.claimed := app_private.claimed_of(v_after.user_id, v_answer.unlocked);
  return v_answer;
end
$$;

comment on function app_private.update_settings(uuid, text, int) is
  'Changes a user''s zone or day start (null leaves it), at once, for days not yet marked. Days that the change skips are bridged.';
--! EndIncluded private/update_settings.sql
--! Included private/pause_streak.sql
create or replace function app_private.pause_streak(user_id uuid, until date)
returns app_public.pause_streak_result
language plpgsql volatile
as $$
declare
  -- Lock: the user's row is the one gate for everything this user does; the clock is read behind it.
  v_before constant app_private.user_states := app_private.lock_state(user_id);
  v_at constant timestamptz := app_private.occurs_at(v_before);
  v_rules constant app_private.rule_versions := app_private.rules_at(v_at);
  v_settled app_private.user_states;
  v_after app_private.user_states;
  v_claimed app_private.user_states;
  v_answer app_public.pause_streak_result;
begin
  -- Look: a pause that is so already needs no change.
  if v_before.paused_until = until and v_before.paused_from > v_before.last_check_in_day then
    return row(app_private.present(app_private.state_as_of(user_id, v_at)),
      '{}'::app_public.unlocked_reward[], '{}'::app_public.claimed_reward[])::app_public.pause_streak_result;
  end if;

  -- Decide
  v_settled := app_private.settle(v_before, v_rules, v_at,
    app_private.ended_through(v_at, v_before.zone, v_before.day_start_hour));
  perform app_private.require_pausable(v_settled, v_rules, until);
  v_after := app_rules.after_pause(v_settled, app_rules.pause_starts_on(v_settled), until);

  -- Write
  v_after := app_private.record(v_before, v_settled, v_after, '{}', 'pause', v_settled.last_day,
    jsonb_build_object('until', until));
  v_claimed := app_private.unlock_and_claim(v_after, v_after.last_day);

  -- Answer
  v_answer.state := app_private.present(v_claimed);
  v_answer.unlocked := app_private.unlocked_by(v_after.user_id, v_after.sequence_number);
  v_answer.claimed := app_private.claimed_of(v_after.user_id, v_answer.unlocked);
  return v_answer;
end
$$;

comment on function app_private.pause_streak(uuid, date) is
  'Pauses a user''s run from tomorrow through a day, or moves the end of the pause that is open.';
--! EndIncluded private/pause_streak.sql
--! Included private/repair_answer.sql
-- Read back from what is stored, so that the first answer and every repeat are the same.
create or replace function app_private.repair_answer(
  mark app_private.day_marks, already_repaired boolean, state app_private.user_states
)
returns app_public.repair_streak_result
language plpgsql stable
as $$
declare
  v_answer app_public.repair_streak_result;
begin
  v_answer.days := array(
    select m.day from app_private.day_marks as m
    where m.user_id = mark.user_id and m.sequence_number = mark.sequence_number and m.mark = 'repair'
    order by m.day);
  v_answer.points := (
    select -e.points_delta from app_public.journal_entries as e
    where e.user_id = mark.user_id and e.sequence_number = mark.sequence_number);
  v_answer.already_repaired := already_repaired;
  v_answer.unlocked := app_private.unlocked_by(mark.user_id, mark.sequence_number);
  v_answer.claimed := app_private.claimed_of(mark.user_id, v_answer.unlocked);
  v_answer.state := app_private.present(state);
  return v_answer;
end
$$;

comment on function app_private.repair_answer(app_private.day_marks, boolean, app_private.user_states) is
  'What a stored repair was and cost, with a settled state.';
--! EndIncluded private/repair_answer.sql
--! Included private/repair_streak.sql
create or replace function app_private.repair_streak(user_id uuid, day date)
returns app_public.repair_streak_result
language plpgsql volatile
as $$
declare
  -- Lock: the user's row is the one gate for everything this user does; the clock is read behind it.
  v_before constant app_private.user_states := app_private.lock_state(user_id);
  v_at constant timestamptz := app_private.occurs_at(v_before);
  v_rules constant app_private.rule_versions := app_private.rules_at(v_at);
  v_ended_through constant date := app_private.ended_through(v_at, v_before.zone, v_before.day_start_hour);
  v_settled app_private.user_states;
  v_after app_private.user_states;
  v_missed_through date;
  v_calendar app_private.marked_day[];
  v_marks app_private.marked_day[];
  v_mark app_private.day_marks;
begin
  -- Look: a repair that was made is the answer.
  select m.* into v_mark from app_private.day_marks as m
  where m.user_id = repair_streak.user_id and m.day = repair_streak.day and m.mark = 'repair';
  if found then
    return app_private.repair_answer(v_mark, true, app_private.state_as_of(user_id, v_at));
  end if;

  -- Decide
  v_settled := app_private.settle(v_before, v_rules, v_at, v_ended_through);
  v_missed_through := app_rules.missed_through(v_settled, v_ended_through);
  v_calendar := app_rules.calendar_with(app_private.calendar_of(user_id), app_private.bridged_marks(v_before, v_settled));
  v_marks := app_rules.repair_marks(v_settled, v_calendar, day, v_missed_through,
    app_private.excused_days(v_settled.last_amnesty_id, '-infinity'), v_rules.repair_points);
  perform app_private.require_repairable(v_settled, v_rules, day, v_marks);
  v_after := app_rules.after_repair(v_settled, v_calendar, v_marks, v_missed_through);

  -- Write
  v_after := app_private.record(v_before, v_settled, v_after, v_marks, 'repair', v_settled.last_day,
    jsonb_build_object('day', day));
  v_after := app_private.unlock_and_claim(v_after, v_after.last_day);
  select m.* into strict v_mark from app_private.day_marks as m
  where m.user_id = repair_streak.user_id and m.day = repair_streak.day;

  -- Answer
  return app_private.repair_answer(v_mark, false, v_after);
end
$$;

comment on function app_private.repair_streak(uuid, date) is
  'Pays for the missed days of the gap that a day lies in, so that the runs on both sides are one; or answers with the repair that was made.';
--! EndIncluded private/repair_streak.sql
