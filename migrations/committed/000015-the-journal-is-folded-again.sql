--! Previous: sha1:8a128fffc919976829f42e8a3bdf3ece3dea02fe
--! Hash: sha1:8287d4688fc4f5b0397afead110aa4f9d1a1df6e
--! Message: the journal is folded again

-- Settling is a rule, so that it can be replayed; a state, its entry and its marks are computed in one place; and the
-- journal is folded again.
drop function app_private.verify();
drop function app_private.take_in_amnesty(app_private.user_states, app_private.marked_day[], int, timestamptz, datemultirange);
drop function app_private.amnesty_steps(app_private.user_states);
alter table app_private.reward_unlocks add column conditions jsonb;
comment on column app_private.reward_unlocks.conditions is
  'The conditions that were met, metric to at least so much; null for unlocks from before they were kept.';

--! Included rules/starting_state_of.sql
create or replace function app_rules.starting_state_of(entry app_public.journal_entries, rules app_private.rule_versions)
returns app_private.user_states
language plpgsql immutable parallel safe
as $$
declare
  v_state app_private.user_states := app_rules.starting_state(entry.user_id, rules, entry.occurred_at,
    entry.asked ->> 'zone', (entry.asked ->> 'day_start_hour')::int);
begin
  v_state.last_amnesty_id := entry.last_amnesty_id;
  return v_state;
end
$$;

comment on function app_rules.starting_state_of(app_public.journal_entries, app_private.rule_versions) is
  'The state that a bootstrap''s entry begins with, by what was asked.';
--! EndIncluded rules/starting_state_of.sql
--! Included rules/state_of_nothing.sql
create or replace function app_rules.state_of_nothing(starting_state app_private.user_states)
returns app_private.user_states
language plpgsql immutable parallel safe
as $$
declare
  v_nothing app_private.user_states := starting_state;
begin
  v_nothing.sequence_number := 0;
  v_nothing.energy := 0;
  v_nothing.freezes := '{}';
  return v_nothing;
end
$$;

comment on function app_rules.state_of_nothing(app_private.user_states) is
  'What the first entry begins with: the starting state without what it gives.';
--! EndIncluded rules/state_of_nothing.sql
--! Included rules/rules_at.sql
create or replace function app_rules.rules_at(versions app_private.rule_versions[], at timestamptz)
returns app_private.rule_versions
language sql immutable parallel safe
begin atomic
  select v.* from unnest(versions) as v where v.effective_from <= at order by v.effective_from desc limit 1;
end;

comment on function app_rules.rules_at(app_private.rule_versions[], timestamptz) is
  'Of some rule versions the one in force at an instant.';
--! EndIncluded rules/rules_at.sql
--! Included rules/deadline.sql
-- The version in force when the day ends decides its grace, so that it does not matter when one looks.
create or replace function app_rules.deadline(day date, zone text, day_start_hour int, versions app_private.rule_versions[])
returns timestamptz
language sql immutable parallel safe
return (
  select app_rules.seconds_after(d.ends_at, (app_rules.rules_at(versions, d.ends_at)).late_grace_minutes * 60)
  from (select app_rules.day_end(day, zone, day_start_hour) as ends_at) as d
);

comment on function app_rules.deadline(date, text, int, app_private.rule_versions[]) is
  'The instant until which a day can be checked in under these rule versions: its end and the grace.';
--! EndIncluded rules/deadline.sql
--! Included rules/ended_by.sql
create or replace function app_rules.ended_by(
  at timestamptz, zone text, day_start_hour int, versions app_private.rule_versions[]
)
returns date
language sql immutable parallel safe
return app_rules.ended_through(at, zone, day_start_hour, (app_rules.rules_at(versions,
  app_rules.day_end(app_rules.local_day(at, zone, day_start_hour) - 1, zone, day_start_hour))).late_grace_minutes);

comment on function app_rules.ended_by(timestamptz, text, int, app_private.rule_versions[]) is
  'The last day that has ended at an instant under these rule versions, by the grace in force at yesterday''s end.';
--! EndIncluded rules/ended_by.sql
--! Included rules/settle.sql
-- Whatever settles settles by this: reading, commands, amnesties, replay and what-if.
create or replace function app_rules.settle(
  state app_private.user_states, rules app_private.rule_versions, versions app_private.rule_versions[],
  excused datemultirange, at timestamptz, ended_through date
)
returns app_private.user_states
language plpgsql immutable parallel safe
as $$
declare
  v_settled app_private.user_states := state;
  v_rules app_private.rule_versions;
  v_next app_private.rule_versions;
begin
  if state.run_length > 0 and ended_through > state.last_marked_day then
    v_settled := app_rules.settle_streak(state, ended_through, excused);
  end if;

  -- Energy refills under each version up to the instant at which the next one took effect: not before the
  -- last entry, whatever instant a version claims, since what was settled is settled.
  if state.rule_version_id <> rules.id then
    foreach v_next in array versions loop
      exit when v_next.effective_from > rules.effective_from;
      if v_rules.id is not null then
        v_settled := app_rules.settle_energy(v_settled, v_rules,
          greatest(v_next.effective_from, state.last_occurred_at));
        v_settled.level := greatest(v_settled.level, app_rules.level_for_xp(state.xp, v_next.level_thresholds));
      end if;
      if v_rules.id is not null or v_next.id = state.rule_version_id then
        v_rules := v_next;
      end if;
    end loop;
  end if;
  v_settled := app_rules.settle_energy(v_settled, rules, at);

  v_settled.rule_version_id := rules.id;
  v_settled.last_occurred_at := at;
  v_settled.last_day := app_rules.engagement_day(at, state.zone, state.day_start_hour, state.last_day);
  return v_settled;
end
$$;

comment on function app_rules.settle(
  app_private.user_states, app_private.rule_versions, app_private.rule_versions[], datemultirange, timestamptz, date
) is 'The state as of an instant, under the rules then in force: days through ended_through settled (excused: the days of amnesties), energy refilled. versions, in the order of effective_from: at least those from the state''s to rules; not asked for when these are the same.';
--! EndIncluded rules/settle.sql
--! Included rules/is_day_open.sql
-- The day after the last mark of a run that has ended is the one that ended it: no travelling west brings it back.
create or replace function app_rules.is_day_open(
  state app_private.user_states, day date, today date, at timestamptz, deadline timestamptz
)
returns boolean
language sql immutable parallel safe
return coalesce(day > state.last_marked_day + (state.run_length = 0)::int, true)
  and (day = today or day = today - 1 and at < deadline
    and not app_rules.is_day_without_hours(day, state.zone, state.day_start_hour));

comment on function app_rules.is_day_open(app_private.user_states, date, date, timestamptz, timestamptz) is
  'Whether a day can be checked in: today, or yesterday until its deadline, with no later day marked.';
--! EndIncluded rules/is_day_open.sql
--! Included rules/with_settings.sql
-- To the west today may be an earlier day again, but none that is over for the run.
create or replace function app_rules.with_settings(
  settled app_private.user_states, last_day date, zone text, day_start_hour int
)
returns app_private.user_states
language plpgsql immutable parallel safe
as $$
declare
  v_after app_private.user_states := settled;
begin
  v_after.zone := zone;
  v_after.day_start_hour := day_start_hour;
  v_after.last_day := app_rules.engagement_day(settled.last_occurred_at, zone, day_start_hour,
    greatest(last_day, app_rules.earliest_today(settled)));
  return v_after;
end
$$;

comment on function app_rules.with_settings(app_private.user_states, date, text, int) is
  'The settled state under another zone or day start, before days that the change skips are marked. last_day: the last engagement day before the command.';
--! EndIncluded rules/with_settings.sql
--! Included rules/open_from.sql
-- Where today stays the same, a yesterday in its grace may still be in it after the change.
create or replace function app_rules.open_from(settled app_private.user_states, after app_private.user_states, ended_through date)
returns date
language sql immutable parallel safe
return case when after.last_day > settled.last_day then after.last_day else ended_through + 1 end;

comment on function app_rules.open_from(app_private.user_states, app_private.user_states, date) is
  'The first day that is still open once the settings have changed. ended_through: under the new settings.';
--! EndIncluded rules/open_from.sql
--! Included rules/journal_entry.sql
-- The deltas cannot disagree with the states, since they are computed from them.
create or replace function app_rules.journal_entry(
  before app_private.user_states, settled app_private.user_states, after app_private.user_states,
  kind app_public.journal_kind, day date, asked jsonb, terms jsonb, idempotency_key uuid, reverses bigint, operator_id uuid
)
returns app_public.journal_entries
language plpgsql immutable parallel safe
as $$
declare
  v_entry app_public.journal_entries;
begin
  v_entry.user_id := after.user_id;
  v_entry.sequence_number := before.sequence_number + 1;
  v_entry.occurred_at := after.last_occurred_at;
  v_entry.day := day;
  v_entry.kind := kind;
  v_entry.asked := asked;
  v_entry.rule_version_id := after.rule_version_id;
  v_entry.check_ins_delta := after.check_ins - before.check_ins;
  v_entry.freezes_granted := cardinality(after.freezes) - cardinality(settled.freezes);
  v_entry.freezes_used := cardinality(before.freezes) - cardinality(settled.freezes);
  v_entry.energy_refilled := settled.energy - before.energy;
  v_entry.energy_delta := after.energy - settled.energy;
  v_entry.xp_delta := after.xp - before.xp;
  v_entry.points_delta := after.points - before.points;
  v_entry.items_delta := app_rules.items_delta(before.inventory, after.inventory);
  v_entry.last_day := after.last_day;
  v_entry.zone := after.zone;
  v_entry.day_start_hour := after.day_start_hour;
  v_entry.check_ins := after.check_ins;
  v_entry.run_length := after.run_length;
  v_entry.run_started_on := after.run_started_on;
  v_entry.longest_streak := after.longest_streak;
  v_entry.last_marked_day := after.last_marked_day;
  v_entry.last_check_in_day := after.last_check_in_day;
  v_entry.last_freeze_day := after.last_freeze_day;
  v_entry.last_travel_day := after.last_travel_day;
  v_entry.freezes := after.freezes;
  v_entry.energy := after.energy;
  v_entry.energy_anchor := after.energy_anchor;
  v_entry.xp := after.xp;
  v_entry.level := after.level;
  v_entry.points := after.points;
  v_entry.lifetime_points := after.lifetime_points;
  v_entry.inventory := after.inventory;
  v_entry.paused_from := after.paused_from;
  v_entry.paused_until := after.paused_until;
  v_entry.last_amnesty_id := after.last_amnesty_id;
  v_entry.terms := terms;
  v_entry.idempotency_key := idempotency_key;
  v_entry.reverses := reverses;
  v_entry.operator_id := operator_id;
  return v_entry;
end
$$;

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
  select (entry).user_id, m.day, m.mark, (entry).occurred_at, before.zone, before.day_start_hour,
    (entry).rule_version_id, (entry).sequence_number, m.freeze_granted_on, m.paid_points
  from unnest(marks) as m;
end;

comment on function app_rules.marks_made(
  app_public.journal_entries, app_private.user_states, app_private.marked_day[]
) is 'The days that an entry marks, as the calendar keeps them: under the settings of before.';
--! EndIncluded rules/marks_made.sql
--! Included rules/marks_after.sql
create or replace function app_rules.marks_after(
  marks app_private.day_marks[], entry app_public.journal_entries, before app_private.user_states, made app_private.marked_day[]
)
returns app_private.day_marks[]
language plpgsql immutable parallel safe
as $$
declare
  v_made app_private.day_marks[];
begin
  if cardinality(made) = 0 then
    return marks;
  end if;
  v_made := array(select m from app_rules.marks_made(entry, before, made) as m);
  if entry.kind = 'amnesty' then
    return array(select m from unnest(marks) as m where m.day <> all (array(select n.day from unnest(v_made) as n))) || v_made;
  end if;
  return marks || v_made;
end
$$;

comment on function app_rules.marks_after(
  app_private.day_marks[], app_public.journal_entries, app_private.user_states, app_private.marked_day[]
) is 'The marks of a calendar once an entry has made some: only an amnesty takes the place of others. In no order.';
--! EndIncluded rules/marks_after.sql
--! Included rules/calendar.sql
create or replace function app_rules.calendar(marks app_private.day_marks[])
returns app_private.marked_day[]
language sql immutable parallel safe
return array(
  select row(m.day, m.mark, m.freeze_granted_on, m.paid_points)::app_private.marked_day
  from unnest(marks) as m order by m.day
);

comment on function app_rules.calendar(app_private.day_marks[]) is 'Some marks as the rules see a calendar, oldest first.';
--! EndIncluded rules/calendar.sql
--! Included rules/record_difference.sql
create or replace function app_rules.record_difference(stored jsonb, expected jsonb)
returns text
language sql immutable parallel safe
return (
  select string_agg(
    s.name || ' ' || coalesce(s.value #>> '{}', 'none') || ' instead of ' || coalesce(expected ->> s.name, 'none'), ', '
    order by s.name) || '.'
  from jsonb_each(stored) as s(name, value)
  where s.value is distinct from expected -> s.name
);

comment on function app_rules.record_difference(jsonb, jsonb) is
  'What a stored row says and what it should say, column by column, where these differ; null when they do not.';
--! EndIncluded rules/record_difference.sql
--! Included rules/state_after.sql
create or replace function app_rules.state_after(entry app_public.journal_entries)
returns app_private.user_states
language plpgsql immutable parallel safe
as $$
declare
  v_state app_private.user_states;
begin
  v_state.user_id := entry.user_id;
  v_state.sequence_number := entry.sequence_number;
  v_state.last_occurred_at := entry.occurred_at;
  v_state.rule_version_id := entry.rule_version_id;
  v_state.last_day := entry.last_day;
  v_state.zone := entry.zone;
  v_state.day_start_hour := entry.day_start_hour;
  v_state.check_ins := entry.check_ins;
  v_state.run_length := entry.run_length;
  v_state.run_started_on := entry.run_started_on;
  v_state.longest_streak := entry.longest_streak;
  v_state.last_marked_day := entry.last_marked_day;
  v_state.last_check_in_day := entry.last_check_in_day;
  v_state.last_freeze_day := entry.last_freeze_day;
  v_state.last_travel_day := entry.last_travel_day;
  v_state.freezes := entry.freezes;
  v_state.energy := entry.energy;
  v_state.energy_anchor := entry.energy_anchor;
  v_state.xp := entry.xp;
  v_state.level := entry.level;
  v_state.points := entry.points;
  v_state.lifetime_points := entry.lifetime_points;
  v_state.inventory := entry.inventory;
  v_state.paused_from := entry.paused_from;
  v_state.paused_until := entry.paused_until;
  v_state.last_amnesty_id := entry.last_amnesty_id;
  return v_state;
end
$$;

comment on function app_rules.state_after(app_public.journal_entries) is
  'The state as a journal entry left it.';
--! EndIncluded rules/state_after.sql

--! Included private/all_versions.sql
create or replace function app_private.all_versions()
returns app_private.rule_versions[]
language sql stable parallel safe
begin atomic
  select array_agg(v order by v.effective_from) from app_private.rule_versions as v;
end;

grant execute on function app_private.all_versions to app_user;
comment on function app_private.all_versions() is 'Every rule version, in the order in which they take effect.';
--! EndIncluded private/all_versions.sql
--! Included private/settle.sql
-- Reading and writing settle by this one function: what a query shows is what a command would store.
create or replace function app_private.settle(
  state app_private.user_states, rules app_private.rule_versions, at timestamptz, ended_through date
)
returns app_private.user_states
language plpgsql stable parallel safe
as $$
declare
  v_versions app_private.rule_versions[];
  v_excused datemultirange;
begin
  if state.run_length > 0 and ended_through > state.last_marked_day then
    v_excused := app_private.excused_days(state.last_amnesty_id, state.last_marked_day);
  end if;
  if state.rule_version_id <> rules.id then
    v_versions := app_private.all_versions();
  end if;
  return app_rules.settle(state, rules, v_versions, v_excused, at, ended_through);
end
$$;

grant execute on function app_private.settle to app_user;
comment on function app_private.settle(app_private.user_states, app_private.rule_versions, timestamptz, date) is
  'The state as of an instant: days through ended_through settled, energy refilled. Writes nothing.';
--! EndIncluded private/settle.sql
--! Included private/take_in_amnesty.sql
-- No command of the user's: it does not move the last engagement day, and unlocks nothing.
create or replace function app_private.take_in_amnesty(
  state app_private.user_states, calendar app_private.marked_day[], amnesty_id int, at timestamptz,
  excused datemultirange, versions app_private.rule_versions[]
)
returns app_private.amnesty_step
language plpgsql stable parallel safe
as $$
declare
  v_at constant timestamptz := greatest(at, state.last_occurred_at);
  v_rules constant app_private.rule_versions := app_rules.rules_at(versions, v_at);
  v_ended_through constant date := app_rules.ended_by(v_at, state.zone, state.day_start_hour, versions);
  v_settled constant app_private.user_states := app_rules.settle(state, v_rules, versions,
    app_private.excused_days(state.last_amnesty_id, state.last_marked_day), v_at, v_ended_through);
  v_missed_through constant date := app_rules.missed_through(v_settled, v_ended_through);
  v_bridged constant app_private.marked_day[] := app_private.bridged_marks(state, v_settled);
  v_calendar constant app_private.marked_day[] := app_rules.calendar_with(calendar, v_bridged);
  v_marks constant app_private.marked_day[] :=
    app_rules.amnesty_marks(v_settled, v_calendar, v_missed_through, excused);
  v_step app_private.amnesty_step;
begin
  v_step.amnesty_id := amnesty_id;
  v_step.settled := v_settled;
  v_step.after := v_settled;
  if cardinality(v_marks) > 0 then
    v_step.after := app_rules.after_amnesty(v_settled, v_rules, v_calendar, v_marks, v_missed_through);
  end if;
  v_step.after.last_day := state.last_day;
  v_step.after.last_amnesty_id := amnesty_id;
  v_step.marks := app_rules.calendar_with(v_bridged, v_marks);
  v_step.days_changed := cardinality(v_marks);
  return v_step;
end
$$;

grant execute on function app_private.take_in_amnesty to app_user;
comment on function app_private.take_in_amnesty(
  app_private.user_states, app_private.marked_day[], int, timestamptz, datemultirange, app_private.rule_versions[]
) is 'What an amnesty makes of a state and its calendar at an instant. excused: its days and those of all before it. Writes nothing.';
--! EndIncluded private/take_in_amnesty.sql
--! Included private/amnesty_steps.sql
-- Each amnesty takes effect on each state once, at the instant of its declaration, whenever that is found out. By id and not by
-- instant, since a command may have come between the instant and the commit.
create or replace function app_private.amnesty_steps(
  state app_private.user_states, last_amnesty_id int default null, calendar app_private.marked_day[] default null,
  versions app_private.rule_versions[] default null
)
returns setof app_private.amnesty_step
language plpgsql stable parallel safe rows 1
as $$
declare
  v_state app_private.user_states := state;
  v_calendar app_private.marked_day[] := calendar;
  v_versions app_private.rule_versions[] := versions;
  v_amnesty app_private.amnesties;
  v_step app_private.amnesty_step;
begin
  if state.check_ins = 0 then
    return;
  end if;
  for v_amnesty in
    select a.* from app_private.amnesties as a
    where a.id > state.last_amnesty_id and (a.id <= amnesty_steps.last_amnesty_id or amnesty_steps.last_amnesty_id is null)
    order by a.id
  loop
    v_calendar := coalesce(v_calendar, app_private.calendar_of(state.user_id));
    v_versions := coalesce(v_versions, app_private.all_versions());
    v_step := app_private.take_in_amnesty(v_state, v_calendar, v_amnesty.id, v_amnesty.declared_at,
      app_private.excused_days(v_amnesty.id, '-infinity'), v_versions);
    -- What was settled before it stays so: also a run that had ended, and that it does not restore.
    if cardinality(v_step.marks) > 0 or (v_step.after).run_length <> v_state.run_length then
      return next v_step;
      v_state := v_step.after;
      v_calendar := app_rules.calendar_with(v_calendar, v_step.marks);
    else
      v_state.last_amnesty_id := v_amnesty.id;
    end if;
  end loop;
end
$$;

grant execute on function app_private.amnesty_steps to app_user;
comment on function app_private.amnesty_steps(
  app_private.user_states, int, app_private.marked_day[], app_private.rule_versions[]
) is 'The amnesties, up to one, that a state with this calendar has yet to take in, as far as they change its streak, in order. Writes nothing.';
--! EndIncluded private/amnesty_steps.sql
--! Included private/record.sql
-- The only writer of user_states, journal_entries and day_marks: no state changes without its entry.
create or replace function app_private.record(
  before app_private.user_states, settled app_private.user_states, after app_private.user_states,
  marks app_private.marked_day[], kind app_public.journal_kind, day date, asked jsonb,
  terms jsonb default null, idempotency_key uuid default null, reverses bigint default null, operator_id uuid default null
)
returns app_private.user_states
language plpgsql volatile
as $$
declare
  v_after app_private.user_states := after;
  v_entry constant app_public.journal_entries := app_rules.journal_entry(before, settled, after,
    kind, day, asked, terms, idempotency_key, reverses, operator_id);
  v_marks constant app_private.marked_day[] :=
    app_rules.calendar_with(app_private.bridged_marks(before, settled), marks);
begin
  v_after.sequence_number := v_entry.sequence_number;
  insert into app_public.journal_entries values (v_entry.*);

  if cardinality(v_marks) > 0 then
    -- Only an amnesty takes the place of another mark; for all others a day that is marked already is an error.
    if record.kind = 'amnesty' then
      delete from app_private.day_marks as m
      where m.user_id = v_after.user_id and m.mark in ('freeze', 'repair')
        and m.day = any (array(select a.day from unnest(v_marks) as a where a.mark = 'amnesty'));
    end if;
    insert into app_private.day_marks select m.* from app_rules.marks_made(v_entry, before, v_marks) as m;
  end if;

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
    inventory = v_after.inventory,
    paused_from = v_after.paused_from,
    paused_until = v_after.paused_until,
    last_amnesty_id = v_after.last_amnesty_id
  where s.user_id = v_after.user_id;

  return v_after;
end
$$;

comment on function app_private.record(
  app_private.user_states, app_private.user_states, app_private.user_states, app_private.marked_day[],
  app_public.journal_kind, date, jsonb, jsonb, uuid, bigint, uuid
) is 'Writes one change of state: its journal entry, the days that settling and the command mark, and the new state, which it returns. before: as stored; settled: the same as of now; after: what the command made of it; marks: the days that the command itself marks. Days are marked under the settings of before. The rest is written as it is.';
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
  v_state app_private.user_states := app_rules.starting_state(user_id, v_rules, v_at, zone, day_start_hour);
  v_nothing app_private.user_states;
begin
  -- A concurrent bootstrap waits here for the first, and finds that there is nothing left to do.
  insert into app_private.users (user_id, issuer, subject, created_at)
  values (bootstrap.user_id, bootstrap.issuer, bootstrap.subject, v_at)
  on conflict do nothing;
  if not found then
    return;
  end if;

  v_state.last_amnesty_id := app_private.last_amnesty_id();
  insert into app_private.user_states
    (user_id, sequence_number, last_occurred_at, rule_version_id, zone, day_start_hour, energy, energy_anchor, level)
  values (v_state.user_id, 1, v_at, v_rules.id, v_state.zone, v_state.day_start_hour, 0, v_at, v_state.level);

  v_nothing := app_rules.state_of_nothing(v_state);
  perform app_private.record(v_nothing, v_nothing, v_state, '{}', 'bootstrap',
    app_rules.local_day(v_at, v_state.zone, v_state.day_start_hour),
    jsonb_build_object('zone', zone, 'day_start_hour', day_start_hour));
end
$$;

comment on function app_private.bootstrap(uuid, text, text, text, int) is
  'Creates the user, the starting state and journal entry 1, unless they exist.';
--! EndIncluded private/bootstrap.sql
--! Included private/unlock_rewards.sql
create or replace function app_private.unlock_rewards(state app_private.user_states, day date)
returns void
language sql volatile
begin atomic
  insert into app_private.reward_unlocks
    (user_id, reward_id, period_key, unlocked_at, claimable_until, rule_version_id, sequence_number, conditions)
  select state.user_id, r.id, p.key, state.last_occurred_at,
    app_rules.seconds_after(state.last_occurred_at, r.claim_within_hours * 3600::bigint),
    state.rule_version_id, state.sequence_number,
    (select coalesce(jsonb_object_agg(c.metric, c.at_least), '{}') from app_private.reward_conditions as c where c.reward_id = r.id)
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
--! Included private/require_day_is_open.sql
create or replace function app_private.require_day_is_open(
  state app_private.user_states, day date, today date, at timestamptz
)
returns void
language plpgsql stable
as $$
begin
  if app_rules.is_day_open(state, day, today, at,
    case when day = today - 1 then app_private.deadline(day, state.zone, state.day_start_hour) end)
  then
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
  perform app_private.unlock_rewards(app_private.settle(v_after, v_rules, v_at,
    app_private.ended_through(v_at, v_zone, v_day_start_hour)), v_after.last_day);
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
--! Included private/amnesty_effects.sql
create or replace function app_private.amnesty_effects(first_day date, last_day date)
returns setof app_public.amnesty_effect
language plpgsql stable
as $$
declare
  v_at constant timestamptz := app_private.clock();
  v_last_id constant int := app_private.last_amnesty_id();
  v_excused constant datemultirange := coalesce(app_private.excused_days(v_last_id, '-infinity'), '{}')
    + datemultirange(daterange(first_day, last_day, '[]'));
  v_versions constant app_private.rule_versions[] := app_private.all_versions();
  v_state app_private.user_states;
  v_calendar app_private.marked_day[];
  v_step app_private.amnesty_step;
begin
  for v_state in
    select s.* from app_private.user_states as s
    -- A run that had ended before these days, on a day that nothing excuses, is none of theirs, unless an amnesty yet
    -- to be stored has carried it on.
    where s.check_ins > 0 and (
      s.run_length > 0 or s.last_amnesty_id < v_last_id or s.last_marked_day >= first_day - 1
      or v_excused @> s.last_marked_day + 1)
  loop
    v_step := app_private.with_amnesties(v_state);
    v_calendar := app_rules.calendar_with(app_private.calendar_of(v_state.user_id), v_step.marks);
    v_step := app_private.take_in_amnesty(v_step.after, v_calendar, v_last_id + 1, v_at, v_excused, v_versions);
    if v_step.days_changed > 0 then
      return next row(
        v_state.user_id,
        (v_step.settled).run_length, (v_step.after).run_length,
        (v_step.settled).longest_streak, (v_step.after).longest_streak,
        cardinality((v_step.after).freezes) - cardinality((v_step.settled).freezes),
        (v_step.after).points - (v_step.settled).points,
        v_step.days_changed
      )::app_public.amnesty_effect;
    end if;
  end loop;
end
$$;

comment on function app_private.amnesty_effects(date, date) is
  'What an amnesty for some days would change, were it declared now: one row for each user who would be affected. Writes nothing. Reads every user who was there on these days: some thousands a second.';
--! EndIncluded private/amnesty_effects.sql

--! Included types/replayed_command.sql
create type app_private.replayed_command as (
  settled app_private.user_states, after app_private.user_states, marks app_private.marked_day[], day date, obstacle text
);
comment on type app_private.replayed_command is
  'What the rules make of a command: the state before it as of its instant, the state after it, the days that both mark, the day it belongs to; and the code it would be refused with, or why else it cannot be, null when it can.';
--! EndIncluded types/replayed_command.sql
--! Included types/difference.sql
create type app_private.difference as (sequence_number bigint, difference text);
comment on type app_private.difference is
  'What is stored otherwise than the rules make it of the journal. sequence_number: of the entry in question, null when it is none.';
--! EndIncluded types/difference.sql
--! Included types/replayed_journal.sql
create type app_private.replayed_journal as (
  state app_private.user_states, marks app_private.day_marks[], differences app_private.difference[],
  told_state app_private.user_states, told_marks app_private.day_marks[]
);
comment on type app_private.replayed_journal is
  'What the rules make of a user''s journal: the state, the calendar, and the entries that are not what the rules make of them. told: the same as the last entry itself has it, when that is another; null otherwise.';
--! EndIncluded types/replayed_journal.sql
--! Included private/effects_of.sql
-- Claims made before entries kept their terms say what they gave by their deltas alone.
create or replace function app_private.effects_of(entry app_public.journal_entries)
returns app_public.effects
language sql stable parallel safe
return app_private.effects_from(coalesce(
  case when entry.kind = 'grant' then entry.asked -> 'gives' else entry.terms -> 'gives' end,
  jsonb_build_object('points', entry.points_delta, 'energy', entry.energy_delta, 'xp', entry.xp_delta,
    'freezes', entry.freezes_granted, 'items', to_jsonb(app_rules.inventory_items(entry.items_delta)))));

comment on function app_private.effects_of(app_public.journal_entries) is
  'The effects that a claim, a use or a grant promised.';
--! EndIncluded private/effects_of.sql
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

comment on function app_private.replay_amounts(
  app_private.user_states, app_public.journal_entries, app_public.journal_entries, app_private.rule_versions
) is 'What the rules make of an entry that gives or takes amounts: its asked and terms on a settled state. reversed: the entry that a reversal reverses.';
--! EndIncluded private/replay_amounts.sql
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

comment on function app_private.replay_days(
  app_private.user_states, app_private.user_states, app_public.journal_entries, app_private.marked_day[], date,
  app_private.rule_versions, app_private.rule_versions[]
) is 'What the rules make of an entry that is about days: a check-in, a change of settings, a pause, a repair. calendar: with the days that settling has marked, asked for by repairs alone.';
--! EndIncluded private/replay_days.sql
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

comment on function app_private.replay_command(
  app_private.user_states, app_public.journal_entries, boolean, app_public.journal_entries, app_private.day_marks[],
  app_private.rule_versions, app_private.rule_versions[]
) is 'What the rules make of a journal entry''s command on the state before it. automatic: a claim that the command before it made; reversed: the entry that a reversal reverses; marks: the calendar so far; versions: in order, up to rules.';
--! EndIncluded private/replay_command.sql
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

comment on function app_private.entry_difference(
  app_public.journal_entries, app_private.user_states, app_private.replayed_command
) is 'In what a stored entry is not what the rules make of it; null when it is.';
--! EndIncluded private/entry_difference.sql
--! Included private/marks_through.sql
create or replace function app_private.marks_through(user_id uuid, sequence_number bigint)
returns app_private.day_marks[]
language sql stable parallel safe
begin atomic
  select coalesce(array_agg(m order by m.day), '{}')
  from app_private.day_marks as m
  where m.user_id = marks_through.user_id and m.sequence_number <= marks_through.sequence_number;
end;

comment on function app_private.marks_through(uuid, bigint) is
  'The stored marks that a user''s entries up to one have made, but for those whose place a later amnesty took.';
--! EndIncluded private/marks_through.sql
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

comment on function app_private.replay_entry(
  app_private.replayed_journal, app_public.journal_entries, boolean, app_public.journal_entries, app_private.rule_versions,
  app_private.rule_versions[]
) is 'One step of the fold over a journal.';
--! EndIncluded private/replay_entry.sql
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

comment on function app_private.replay_journal(uuid, bigint) is
  'Folds a user''s journal, up to an entry or whole (null), through the rules, each entry under the rule version it happened in.';
--! EndIncluded private/replay_journal.sql
--! Included private/state_when_unlocked.sql
-- Settled once more, since after a change of settings a day may have ended that the cover did not reach.
create or replace function app_private.state_when_unlocked(entry app_public.journal_entries)
returns app_private.user_states
language plpgsql stable parallel safe
as $$
declare
  v_versions constant app_private.rule_versions[] := app_private.all_versions();
  v_rules app_private.rule_versions;
begin
  select v.* into v_rules from unnest(v_versions) as v where v.id = entry.rule_version_id;
  return app_private.settle(app_rules.state_after(entry), v_rules, entry.occurred_at,
    app_rules.ended_by(entry.occurred_at, entry.zone, entry.day_start_hour, v_versions));
end
$$;

comment on function app_private.state_when_unlocked(app_public.journal_entries) is
  'The state in which an entry''s command unlocked rewards.';
--! EndIncluded private/state_when_unlocked.sql
--! Included private/reward_differences.sql
create or replace function app_private.reward_differences(user_id uuid)
returns setof app_private.difference
language sql stable parallel safe
begin atomic
  with unlocks as (
    select u.*, e as entry
    from app_private.reward_unlocks as u
    left join app_public.journal_entries as e on e.user_id = u.user_id and e.sequence_number = u.sequence_number
    where u.user_id = reward_differences.user_id
  ), claims as (
    select c.*, e as entry
    from app_private.reward_claims as c
    left join app_public.journal_entries as e on e.user_id = c.user_id and e.sequence_number = c.sequence_number
    where c.user_id = reward_differences.user_id
  )
  select u.sequence_number, format('The unlock of %s (%s) is by no entry.', u.reward_id, u.period_key)
  from unlocks as u
  where row((u.entry).occurred_at, (u.entry).rule_version_id) is distinct from row(u.unlocked_at, u.rule_version_id)
  union all
  select u.sequence_number, format('The unlock of %s (%s) had not earned %s of %s.', u.reward_id, u.period_key, c.at_least, c.metric)
  from unlocks as u, jsonb_each_text(u.conditions) as c(metric, at_least)
  where (u.entry).user_id is not null
    and (app_rules.metric_value(c.metric, app_private.state_when_unlocked(u.entry)) >= c.at_least::bigint) is not true
  union all
  select c.sequence_number, format('The claim of %s (%s) is by no entry.', c.reward_id, c.period_key)
  from claims as c
  where row((c.entry).occurred_at, (c.entry).rule_version_id, (c.entry).kind, (c.entry).asked) is distinct from
    row(c.claimed_at, c.rule_version_id, 'claim'::app_public.journal_kind, jsonb_build_object('reward_id', c.reward_id, 'period_key', c.period_key))
  union all
  select c.sequence_number, format('The claim of %s (%s) is not within the time of its unlock.', c.reward_id, c.period_key)
  from claims as c
  left join unlocks as u on u.reward_id = c.reward_id and u.period_key = c.period_key
  where (c.claimed_at >= u.unlocked_at and (c.claimed_at < u.claimable_until or u.claimable_until is null)
    and c.sequence_number > u.sequence_number) is not true
  union all
  select e.sequence_number, format('The claim of %s (%s) is missing.', e.asked ->> 'reward_id', e.asked ->> 'period_key')
  from app_public.journal_entries as e
  where e.user_id = reward_differences.user_id and e.kind = 'claim'
    and not exists (select from claims as c where c.sequence_number = e.sequence_number);
end;

comment on function app_private.reward_differences(uuid) is
  'Unlocks and claims of a user that are not those of the journal: without their entry, without having met the conditions, out of time, or missing.';
--! EndIncluded private/reward_differences.sql
--! Included ops/replay.sql
create or replace function app_private.replay(user_id uuid)
returns setof app_private.difference
language plpgsql stable parallel safe
as $$
declare
  v_all app_private.replayed_journal := app_private.replay_journal(user_id, null);
  v_last constant bigint := (v_all.state).sequence_number;
  v_stored app_private.user_states;
  v_counted app_private.user_states;
begin
  return query select d.* from unnest(v_all.differences) as d;

  select s.* into v_stored from app_private.user_states as s where s.user_id = replay.user_id;
  if (v_all.told_state).user_id is not null and v_stored is not distinct from v_all.told_state then
    v_all.state := v_all.told_state;
    v_all.marks := v_all.told_marks;
  end if;
  if v_stored is distinct from v_all.state then
    return next row(v_last, case
      when v_last is null then 'The journal has no entry.'
      when v_stored.user_id is null then 'There is no state.'
      else 'The state is not what the journal makes of it: ' || app_rules.record_difference(to_jsonb(v_stored), to_jsonb(v_all.state))
    end)::app_private.difference;
  end if;

  -- What the entries say of the streak one by one is what the calendar says at once.
  v_counted := v_all.state;
  v_counted.longest_streak := 0;
  v_counted := app_rules.after_marks(v_counted, app_rules.calendar(v_all.marks), null);
  if v_counted.longest_streak <> (v_all.state).longest_streak or (v_all.state).run_length > 0
    and (v_counted.run_length, v_counted.run_started_on) is distinct from ((v_all.state).run_length, (v_all.state).run_started_on)
  then
    return next row(v_last, 'The streak is not that of the calendar.')::app_private.difference;
  end if;

  return query
  select coalesce(m.sequence_number, s.sequence_number), format('The mark of %s %s',
    app_rules.iso_date(coalesce(m.day, s.day)), case
      when m.day is null then 'is by no entry.'
      when s.day is null then 'is missing.'
      else 'is not what the rules make of it: ' || app_rules.record_difference(to_jsonb(s), to_jsonb(m))
    end)
  from unnest(v_all.marks) as m
  full join (select d.* from app_private.day_marks as d where d.user_id = replay.user_id) as s on s.day = m.day
  where s is distinct from m
  order by coalesce(m.day, s.day);

  return query select d.* from app_private.reward_differences(replay.user_id) as d;
end
$$;

comment on function app_private.replay(uuid) is
  'Proves a user: folds the journal through the rules, each entry under the rule version it happened in, and returns what is stored otherwise in journal, state, calendar, unlocks and claims. No row: proven. Writes nothing.';
--! EndIncluded ops/replay.sql
--! Included ops/verify_users.sql
create or replace function app_private.verify_users(first_user uuid default null, last_user uuid default null)
returns table (user_id uuid, sequence_number bigint, difference text)
language sql stable parallel safe
begin atomic
  select u.user_id, d.sequence_number, d.difference
  from app_private.users as u, lateral app_private.replay(u.user_id) as d
  where (u.user_id >= first_user or first_user is null) and (u.user_id <= last_user or last_user is null)
  union all
  select o.user_id, null, format('There is no such user, and there are rows of theirs in %s.', o.place)
  from (
    select e.user_id, 'journal_entries' as place from app_public.journal_entries as e where e.sequence_number = 1
    union all
    select m.user_id, 'day_marks' from app_private.day_marks as m
    union all
    select n.user_id, 'reward_unlocks' from app_private.reward_unlocks as n
  ) as o
  where (o.user_id >= first_user or first_user is null) and (o.user_id <= last_user or last_user is null)
    and not exists (select from app_private.users as u where u.user_id = o.user_id)
  group by o.user_id, o.place;
end;

comment on function app_private.verify_users(uuid, uuid) is
  'Proves the users from one id to another, both included, or all (null): what replay says of each. No row: proven. Writes nothing, and may run beside others.';
--! EndIncluded ops/verify_users.sql
--! Included ops/verify_stock.sql
create or replace function app_private.verify_stock()
returns table (reward_id text, difference text)
language sql stable parallel safe
begin atomic
  select r.id, format('The stock of %s is %s, and %s are left after %s claims.', r.id, coalesce(r.stock::text, 'without limit'), s.remaining, c.claims)
  from app_private.rewards as r,
    lateral (select coalesce(sum(t.remaining), 0) as remaining from app_private.reward_stock as t where t.reward_id = r.id) as s,
    lateral (select count(*) as claims from app_private.reward_claims as c where c.reward_id = r.id) as c
  where coalesce(r.stock, 0) - s.remaining not between 0 and c.claims;
end;

comment on function app_private.verify_stock() is
  'Rewards whose stock is not what is left and what was claimed from it. No row: it adds up.';
--! EndIncluded ops/verify_stock.sql
--! Included ops/verify.sql
create or replace function app_private.verify()
returns table (user_id uuid, sequence_number bigint, difference text)
language sql stable parallel safe
begin atomic
  select v.user_id, v.sequence_number, v.difference from app_private.verify_users() as v
  union all
  select null, null, s.difference from app_private.verify_stock() as s;
end;

comment on function app_private.verify() is
  'Proves everybody and the stock at once: what is stored otherwise than the rules make it of the journal. No row: proven. `npm run verify` does the same in batches, with progress.';
--! EndIncluded ops/verify.sql
