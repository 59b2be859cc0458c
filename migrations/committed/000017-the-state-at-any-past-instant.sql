--! Previous: sha1:993ddb345dfbb0f844e0cf0fc25f5dd1946ca5e1
--! Hash: sha1:9ccba39d94c2328806b67010949dfdccbe7b8582
--! Message: the state at any past instant

-- The state at any past instant, in the API too. The fold is for users as well, over what they may read.
drop function app_private.present(app_private.user_states);
--! Included private/present.sql
create or replace function app_private.present(state app_private.user_states, is_now boolean default true)
returns app_public.state
language plpgsql stable
as $$
declare
  v_today constant date := app_rules.engagement_day(
    state.last_occurred_at, state.zone, state.day_start_hour, state.last_day);
  v_expires_at timestamptz;
  v_excused datemultirange;
  v_rules app_private.rule_versions;
begin
  select v.* into strict v_rules from app_private.rule_versions as v where v.id = state.rule_version_id;
  if app_rules.streak_status(state, v_today) in ('done_today', 'at_risk', 'protected') then
    v_excused := app_private.excused_days(state.last_amnesty_id, state.last_marked_day);
    v_expires_at := app_private.deadline(app_rules.run_dies_on(state, v_excused), state.zone, state.day_start_hour);
  end if;
  return row(
    state.last_occurred_at,
    state.zone,
    state.day_start_hour,
    v_today,
    app_rules.day_end(v_today, state.zone, state.day_start_hour),
    app_rules.streak_shown(state, v_rules, v_today, v_expires_at,
      case when is_now then app_private.repair_offer(state, v_rules, v_today) end),
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
comment on function app_private.present(app_private.user_states, boolean) is
  'A settled state as clients see it: with status, deadlines, and what is missing to the next level. is_now: and with what can be repaired, which the calendar of now tells.';
--! EndIncluded private/present.sql
--! Included private/effects_from.sql
create or replace function app_private.effects_from(gives jsonb)
returns app_public.effects
language sql stable
return app_rules.effects_with_defaults(jsonb_populate_record(null::app_public.effects, gives));

grant execute on function app_private.effects_from to app_user;
comment on function app_private.effects_from(jsonb) is
  'Effects by their names, such as {"points": 5, "items": [{"item_id": "coffee", "quantity": 1}]}; nothing in the place of what is left out.';
--! EndIncluded private/effects_from.sql
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

grant execute on function app_private.entry_at to app_user;
comment on function app_private.entry_at(uuid, timestamptz) is
  'The journal entry that says what a user''s state was at an instant; null before the first.';
--! EndIncluded private/entry_at.sql
--! Included private/marks_through.sql
create or replace function app_private.marks_through(user_id uuid, sequence_number bigint)
returns app_private.day_marks[]
language sql stable parallel safe
begin atomic
  select coalesce(array_agg(m order by m.day), '{}')
  from app_private.day_marks as m
  where m.user_id = marks_through.user_id and m.sequence_number <= marks_through.sequence_number;
end;

grant execute on function app_private.marks_through to app_user;
comment on function app_private.marks_through(uuid, bigint) is
  'The stored marks that a user''s entries up to one have made, but for those whose place a later amnesty took.';
--! EndIncluded private/marks_through.sql
--! Included private/replay_journal.sql
-- A wrong entry is told once: the fold goes on from what the rules make of it or, where what comes after shows that this was
-- not what happened, from what the entry itself tells.
create or replace function app_private.replay_journal(user_id uuid, through bigint)
returns app_private.replayed_journal
language plpgsql stable parallel safe
as $$
declare
  v_versions constant app_private.rule_versions[] := app_private.all_versions();
  v_known app_private.rule_versions[];
  v_rules app_private.rule_versions;
  v_row record;
  v_entry app_public.journal_entries;
  v_missing boolean;
  v_all app_private.replayed_journal;
begin
  v_all.marks := '{}';
  v_all.differences := '{}';
  for v_row in
    select e as entry, c.automatic, r as reversed
    from app_public.journal_entries as e
    left join app_private.reward_claims as c
      on c.user_id = e.user_id and c.reward_id = e.asked ->> 'reward_id' and c.period_key = e.asked ->> 'period_key' and e.kind = 'claim'
    left join app_public.journal_entries as r on r.user_id = e.user_id and r.sequence_number = e.reverses
    where e.user_id = replay_journal.user_id and (e.sequence_number <= replay_journal.through or replay_journal.through is null)
    order by e.sequence_number
  loop
    v_entry := v_row.entry;
    if v_rules.id is distinct from v_entry.rule_version_id then
      v_rules := coalesce((select v from unnest(v_versions) as v where v.id = v_entry.rule_version_id and v.effective_from <= v_entry.occurred_at),
        app_rules.rules_at(v_versions, v_entry.occurred_at));
      v_known := array(select v from unnest(v_versions) as v where v.effective_from <= v_rules.effective_from order by v.effective_from);
    end if;

    v_missing := v_entry.sequence_number <> coalesce((v_all.state).sequence_number, 0) + 1;
    if v_missing or v_entry.occurred_at < (v_all.state).last_occurred_at then
      v_all.differences := v_all.differences || row(v_entry.sequence_number - v_missing::int,
        case when v_missing then 'The entry is missing.' else 'The entry is dated before the one before it.' end)::app_private.difference;
      v_all.state := app_rules.state_after(v_entry);
      v_all.marks := app_private.marks_through(user_id, v_entry.sequence_number);
      v_all.told_state := null;
    else
      v_all := app_private.replay_entry(v_all, v_entry, v_row.automatic, v_row.reversed, v_rules, v_known);
    end if;
  end loop;
  return v_all;
end
$$;

grant execute on function app_private.replay_journal to app_user;
comment on function app_private.replay_journal(uuid, bigint) is
  'Folds a user''s journal, up to an entry or whole (null), through the rules, each entry under the rule version it happened in.';
--! EndIncluded private/replay_journal.sql
--! Included private/replay_entry.sql
create or replace function app_private.replay_entry(
  so_far app_private.replayed_journal, entry app_public.journal_entries, automatic boolean, reversed app_public.journal_entries,
  rules app_private.rule_versions, versions app_private.rule_versions[]
)
returns app_private.replayed_journal
language plpgsql stable parallel safe
as $$
declare
  v_all app_private.replayed_journal := so_far;
  v_before app_private.user_states := so_far.state;
  v_it app_private.replayed_command;
  v_says text;
  v_made app_private.day_marks[];
  v_told app_private.day_marks[];
begin
  if entry.kind = 'bootstrap' and entry.sequence_number = 1 then
    v_before := app_rules.state_of_nothing(app_rules.starting_state_of(entry, rules));
  end if;
  v_it := app_private.replay_command(v_before, entry, automatic, reversed, so_far.marks, rules, versions);
  v_says := app_private.entry_difference(entry, v_before, v_it);
  if v_says is not null and (so_far.told_state).user_id is not null then
    v_before := so_far.told_state;
    v_all.marks := so_far.told_marks;
    v_it := app_private.replay_command(v_before, entry, automatic, reversed, so_far.told_marks, rules, versions);
    v_says := app_private.entry_difference(entry, v_before, v_it);
  end if;

  v_made := app_rules.marks_after(v_all.marks, entry, v_before, v_it.marks);
  v_all.told_state := null;
  v_all.told_marks := null;
  if v_says is not null then
    v_all.differences := v_all.differences || row(entry.sequence_number, v_says)::app_private.difference;
    v_all.told_state := app_rules.state_after(entry);
    -- Of what is stored some may be missing, since a later amnesty took its place.
    v_told := array(
      select m from app_private.day_marks as m where m.user_id = entry.user_id and m.sequence_number = entry.sequence_number);
    v_all.told_marks := case when v_told <@ v_made then v_made else v_all.marks || v_told end;
  end if;
  v_all.marks := v_made;
  v_all.state := case when (v_it.after).user_id is not null then v_it.after else v_all.told_state end;
  v_all.state.sequence_number := entry.sequence_number;
  return v_all;
end
$$;

grant execute on function app_private.replay_entry to app_user;
comment on function app_private.replay_entry(
  app_private.replayed_journal, app_public.journal_entries, boolean, app_public.journal_entries, app_private.rule_versions,
  app_private.rule_versions[]
) is 'One step of the fold over a journal.';
--! EndIncluded private/replay_entry.sql
--! Included private/replay_command.sql
-- The commands' own order: settle, then the rule of the command. What a command looks up beside the state is in its entry.
create or replace function app_private.replay_command(
  before app_private.user_states, entry app_public.journal_entries, automatic boolean, reversed app_public.journal_entries,
  marks app_private.day_marks[], rules app_private.rule_versions, versions app_private.rule_versions[]
)
returns app_private.replayed_command
language plpgsql stable parallel safe
as $$
declare
  v_at constant timestamptz := entry.occurred_at;
  v_through date;
  v_excused datemultirange;
  v_before app_private.user_states := before;
  v_settled app_private.user_states;
  v_bridged app_private.marked_day[] := '{}';
  v_step app_private.amnesty_step;
  v_it app_private.replayed_command;
begin
  if entry.kind = 'amnesty' then
    select s.* into v_step
    from app_private.amnesty_steps(before, entry.last_amnesty_id, app_rules.calendar(marks), versions) as s limit 1;
    v_it := row(v_step.settled, v_step.after, v_step.marks, (v_step.settled).last_day,
      case when v_step.amnesty_id is distinct from (entry.asked ->> 'amnesty_id')::int then 'The amnesty changed nothing.' end);
    return v_it;
  end if;

  if entry.kind = 'bootstrap' then
    v_it := row(before, app_rules.starting_state_of(entry, rules), '{}',
      app_rules.local_day(v_at, before.zone, before.day_start_hour), null);
    return v_it;
  end if;

  -- Amnesties that change nothing are taken in without an entry.
  if entry.last_amnesty_id > before.last_amnesty_id then
    if exists (select from app_private.amnesty_steps(before, entry.last_amnesty_id, app_rules.calendar(marks), versions)) then
      v_it.obstacle := 'An amnesty before it was not taken in.';
      return v_it;
    end if;
    v_before.last_amnesty_id := entry.last_amnesty_id;
  end if;
  v_settled := v_before;
  if automatic is not true then
    v_through := case when entry.kind = 'check_in'
      then coalesce((entry.asked ->> 'day')::date,
        app_rules.engagement_day(v_at, v_before.zone, v_before.day_start_hour, v_before.last_day)) - 1
      else app_rules.ended_by(v_at, v_before.zone, v_before.day_start_hour, versions) end;
    if v_before.run_length > 0 and v_through > v_before.last_marked_day then
      v_excused := app_private.excused_days(v_before.last_amnesty_id, v_before.last_marked_day);
    end if;
    v_settled := app_rules.settle(v_before, rules, versions, v_excused, v_at, v_through);
    if v_settled.last_marked_day > v_before.last_marked_day then
      v_bridged := array(select d from app_rules.bridged_days(v_before, v_settled.last_marked_day, v_excused) as d);
    end if;
  end if;

  if entry.kind in ('check_in', 'settings', 'pause', 'repair') then
    v_it := app_private.replay_days(v_before, v_settled, entry,
      case when entry.kind = 'repair' then app_rules.calendar_with(app_rules.calendar(marks), v_bridged) end,
      v_through, rules, versions);
  else
    v_it := app_private.replay_amounts(v_settled, entry, reversed, rules);
  end if;
  v_it.marks := app_rules.calendar_with(v_bridged, v_it.marks);
  return v_it;
end
$$;

grant execute on function app_private.replay_command to app_user;
comment on function app_private.replay_command(
  app_private.user_states, app_public.journal_entries, boolean, app_public.journal_entries, app_private.day_marks[],
  app_private.rule_versions, app_private.rule_versions[]
) is 'What the rules make of a journal entry''s command on the state before it. automatic: a claim that the command before it made; reversed: the entry that a reversal reverses; marks: the calendar so far; versions: in order, up to rules.';
--! EndIncluded private/replay_command.sql
--! Included private/replay_days.sql
create or replace function app_private.replay_days(
  before app_private.user_states, settled app_private.user_states, entry app_public.journal_entries,
  calendar app_private.marked_day[], ended_through date, rules app_private.rule_versions, versions app_private.rule_versions[]
)
returns app_private.replayed_command
language plpgsql stable parallel safe
as $$
declare
  v_at constant timestamptz := entry.occurred_at;
  v_today constant date := app_rules.engagement_day(v_at, before.zone, before.day_start_hour, before.last_day);
  v_day date := entry.asked ->> 'day';
  v_until constant date := entry.asked ->> 'until';
  v_zone constant text := coalesce(entry.asked ->> 'zone', before.zone);
  v_day_start_hour constant int := coalesce((entry.asked ->> 'day_start_hour')::int, before.day_start_hour);
  v_missed_through date;
  v_it app_private.replayed_command;
begin
  v_it.settled := settled;
  v_it.marks := '{}';
  v_it.day := settled.last_day;
  case entry.kind
    when 'check_in' then
      v_day := coalesce(v_day, v_today);
      v_it.day := v_day;
      v_it.after := app_rules.after_check_in(settled, rules, v_day);
      v_it.marks := array[row(v_day, case when v_day < v_today then 'late' else 'check_in' end, null, null)::app_private.marked_day];
      v_it.obstacle := case when not app_rules.is_day_open(before, v_day, v_today, v_at,
        case when v_day < v_today then app_rules.deadline(v_day, before.zone, before.day_start_hour, versions) end) then 'CK001' end;
    when 'settings' then
      v_it.after := app_rules.with_settings(settled, before.last_day, v_zone, v_day_start_hour);
      v_it.day := (v_it.after).last_day;
      v_it.marks := app_rules.skipped_days(v_it.after,
        app_rules.open_from(settled, v_it.after, app_rules.ended_by(v_at, v_zone, v_day_start_hour, versions)),
        app_private.excused_days(settled.last_amnesty_id, settled.last_marked_day), rules.travel_cover_days);
      v_it.after := app_rules.after_skipped_days(v_it.after, v_it.marks);
    when 'pause' then
      v_it.after := app_rules.after_pause(settled, app_rules.pause_starts_on(settled), v_until);
      v_it.obstacle := case
        when settled.run_length = 0 then 'ST001'
        when v_until between settled.last_day + 1 and (v_it.after).paused_from + rules.pause_max_days - 1 then null
        else 'PS001'
      end;
    when 'repair' then
      v_missed_through := app_rules.missed_through(settled, ended_through);
      v_it.marks := app_rules.repair_marks(settled, calendar, v_day, v_missed_through,
        app_private.excused_days(settled.last_amnesty_id, '-infinity'), rules.repair_points);
      v_it.after := app_rules.after_repair(settled, calendar, v_it.marks, v_missed_through);
      select case
        when bool_or(m.day = v_day) is not true then 'RP001'
        when settled.last_day > max(m.day) + rules.repair_within_days then 'RP002'
        when (v_it.after).points < 0 then 'PT001'
      end into v_it.obstacle
      from unnest(v_it.marks) as m where m.mark = 'repair';
  end case;
  return v_it;
end
$$;

grant execute on function app_private.replay_days to app_user;
comment on function app_private.replay_days(
  app_private.user_states, app_private.user_states, app_public.journal_entries, app_private.marked_day[], date,
  app_private.rule_versions, app_private.rule_versions[]
) is 'What the rules make of an entry that is about days: a check-in, a change of settings, a pause, a repair. calendar: with the days that settling has marked, asked for by repairs alone.';
--! EndIncluded private/replay_days.sql
--! Included private/replay_amounts.sql
create or replace function app_private.replay_amounts(
  settled app_private.user_states, entry app_public.journal_entries, reversed app_public.journal_entries,
  rules app_private.rule_versions
)
returns app_private.replayed_command
language plpgsql stable parallel safe
as $$
declare
  v_it app_private.replayed_command;
  v_item_id constant text := entry.asked ->> 'item_id';
  v_quantity constant int := coalesce((entry.asked ->> 'quantity')::int, 1);
  v_held constant int := coalesce((settled.inventory ->> v_item_id)::int, 0);
  v_price constant bigint := entry.terms ->> 'price_points';
  v_gives app_public.effects;
begin
  v_it.settled := settled;
  v_it.marks := '{}';
  v_it.day := settled.last_day;
  case entry.kind
    when 'spend' then
      v_it.after := app_rules.after_spend(settled, (entry.asked ->> 'amount')::int);
      v_it.obstacle := case when (v_it.after).energy < 0 then 'NR001' end;
    when 'buy' then
      v_it.after := app_rules.after_purchase(settled, v_item_id, v_quantity, v_price);
      v_it.obstacle := case
        when (v_it.after).points < 0 then 'PT001'
        when not app_rules.inventory_holds(settled.inventory, jsonb_build_object(v_item_id, v_quantity), rules.inventory_max) then 'IN001'
      end;
    when 'discard' then
      v_it.after := app_rules.after_discard(settled, v_item_id, v_quantity);
      v_it.obstacle := case when v_held < v_quantity then 'IT003' end;
    when 'use' then
      v_gives := app_private.effects_of(entry);
      v_it.after := app_rules.after_use(settled, rules, settled.last_day, v_item_id, v_gives);
      v_it.obstacle := case when v_held < 1 then 'IT003' else app_rules.effects_obstacle(settled, rules, v_gives) end;
    when 'claim', 'grant' then
      v_gives := app_private.effects_of(entry);
      v_it.after := app_rules.after_effects(settled, rules, settled.last_day, v_gives);
      v_it.obstacle := app_rules.effects_obstacle(settled, rules, v_gives);
    when 'reversal' then
      v_it.after := app_rules.after_reversal(settled, rules, reversed);
      v_it.obstacle := case
        when reversed.sequence_number is null or not app_rules.is_reversible(reversed.kind) then 'RV001'
        else app_rules.reversal_obstacle(settled, rules, reversed)
      end;
  end case;
  return v_it;
end
$$;

grant execute on function app_private.replay_amounts to app_user;
comment on function app_private.replay_amounts(
  app_private.user_states, app_public.journal_entries, app_public.journal_entries, app_private.rule_versions
) is 'What the rules make of an entry that gives or takes amounts: its asked and terms on a settled state. reversed: the entry that a reversal reverses.';
--! EndIncluded private/replay_amounts.sql
--! Included private/effects_of.sql
-- Claims made before entries kept their terms say what they gave by their deltas alone.
create or replace function app_private.effects_of(entry app_public.journal_entries)
returns app_public.effects
language sql stable parallel safe
return app_private.effects_from(coalesce(
  case when entry.kind = 'grant' then entry.asked -> 'gives' else entry.terms -> 'gives' end,
  jsonb_build_object('points', entry.points_delta, 'energy', entry.energy_delta, 'xp', entry.xp_delta,
    'freezes', entry.freezes_granted, 'items', to_jsonb(app_rules.inventory_items(entry.items_delta)))));

grant execute on function app_private.effects_of to app_user;
comment on function app_private.effects_of(app_public.journal_entries) is
  'The effects that a claim, a use or a grant promised.';
--! EndIncluded private/effects_of.sql
--! Included private/entry_difference.sql
create or replace function app_private.entry_difference(
  entry app_public.journal_entries, before app_private.user_states, replayed app_private.replayed_command
)
returns text
language plpgsql stable parallel safe
as $$
declare
  v_by_the_rules constant app_public.journal_entries := app_rules.journal_entry(before, replayed.settled, replayed.after,
    entry.kind, replayed.day, entry.asked, entry.terms, entry.idempotency_key, entry.reverses, entry.operator_id);
begin
  if replayed.obstacle is not null then
    return format('The rules would not have had it: %s', coalesce(
      (select c.meaning from app_private.error_codes as c where c.sqlstate = replayed.obstacle), replayed.obstacle));
  elsif v_by_the_rules is distinct from entry then
    return 'The entry is not what the rules make of it: ' || app_rules.record_difference(to_jsonb(entry), to_jsonb(v_by_the_rules));
  end if;
  return null;
end
$$;

grant execute on function app_private.entry_difference to app_user;
comment on function app_private.entry_difference(
  app_public.journal_entries, app_private.user_states, app_private.replayed_command
) is 'In what a stored entry is not what the rules make of it; null when it is.';
--! EndIncluded private/entry_difference.sql
--! Included private/calendar_after.sql
-- An amnesty later on has taken the place of marks that only the journal still tells of.
create or replace function app_private.calendar_after(user_id uuid, sequence_number bigint)
returns app_private.day_marks[]
language plpgsql stable parallel safe
as $$
begin
  if exists (
    select from app_public.journal_entries as e
    where e.user_id = calendar_after.user_id and e.sequence_number > calendar_after.sequence_number and e.kind = 'amnesty'
  ) then
    return (app_private.replay_journal(user_id, sequence_number)).marks;
  end if;
  return app_private.marks_through(user_id, sequence_number);
end
$$;

grant execute on function app_private.calendar_after to app_user;
comment on function app_private.calendar_after(uuid, bigint) is 'A user''s calendar as a journal entry left it.';
--! EndIncluded private/calendar_after.sql
--! Included private/state_at.sql
create or replace function app_private.state_at(user_id uuid, at timestamptz)
returns app_private.user_states
language plpgsql stable parallel safe
as $$
declare
  v_entry constant app_public.journal_entries := app_private.entry_at(user_id, at);
  v_state app_private.user_states := app_rules.state_after(v_entry);
  v_last_amnesty_id constant int := (select max(a.id) from app_private.amnesties as a where a.declared_at <= at);
  v_step app_private.amnesty_step;
begin
  if v_entry.user_id is null then
    return null;
  end if;
  if v_state.last_amnesty_id < v_last_amnesty_id then
    for v_step in
      select s.* from app_private.amnesty_steps(v_state, v_last_amnesty_id,
        app_rules.calendar(app_private.calendar_after(user_id, v_entry.sequence_number))) as s
    loop
      v_state := v_step.after;
    end loop;
    v_state.last_amnesty_id := v_last_amnesty_id;
  end if;
  return app_private.settle(v_state, app_private.rules_at(at), at,
    app_private.ended_through(at, v_state.zone, v_state.day_start_hour));
end
$$;

grant execute on function app_private.state_at to app_user;
comment on function app_private.state_at(uuid, timestamptz) is
  'A user''s state as of an instant, by one look-up in the journal: the last entry until then, settled up to it, with the amnesties declared by then. Null before the first entry; for an instant to come, what the state will be if nothing happens. Writes nothing.';
--! EndIncluded private/state_at.sql
--! Included private/what_if_beginning.sql
create or replace function app_private.what_if_beginning(
  user_id uuid, last app_public.journal_entries, catalogue app_private.proposed_reward[]
)
returns app_private.what_if_course
language plpgsql stable parallel safe
as $$
declare
  v_from constant bigint := coalesce(last.sequence_number, 0);
  v_course app_private.what_if_course;
begin
  v_course.state := app_rules.state_after(last);
  v_course.marks := app_private.calendar_after(user_id, v_from);
  v_course.unlocks := array(
    select u from app_private.reward_unlocks as u
    where u.user_id = what_if_beginning.user_id and (u.sequence_number <= v_from or not exists (
      select from unnest(catalogue) as c where (c.reward).id = u.reward_id and (c.reward).saved_at <= u.unlocked_at)));
  v_course.claims := array(
    select c from app_private.reward_claims as c
    where c.user_id = what_if_beginning.user_id and c.sequence_number <= v_from);
  v_course.to_be_reversed := array(
    select e.reverses from app_public.journal_entries as e
    where e.user_id = what_if_beginning.user_id and e.reverses > v_from);
  v_course.refused := 0;
  return v_course;
end
$$;

comment on function app_private.what_if_beginning(uuid, app_public.journal_entries, app_private.proposed_reward[]) is
  'Where a what-if begins: as the last entry before it left it, with those unlocks that the proposal does not decide anew.';
--! EndIncluded private/what_if_beginning.sql
--! Included api/me_state_at.sql
-- Invoker: row-level security decides what is read.
create or replace function app_public.me_state_at(me app_public.me, at timestamptz)
returns app_public.state
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_state constant app_private.user_states := app_private.state_at(me.user_id, at);
begin
  if v_state.user_id is null then
    return null;
  end if;
  return app_private.present(v_state, false);
end
$$;

grant execute on function app_public.me_state_at to app_user;
comment on function app_public.me_state_at(app_public.me, timestamptz) is
  E'@behavior -queryField\nThe state as it was at an instant, as state showed it then; null before the user was there. For an instant to come: what the state will be if nothing happens until then. Whether a lost streak could be repaired (streak.repair) is left out.';
--! EndIncluded api/me_state_at.sql
