--! Previous: sha1:5ac8c8df5d2a41e7194888363d6e139edbd1762a
--! Hash: sha1:6adbf1c3865af03eba6894f190497fc62e756dc3
--! Message: replay takes half the time

-- Replay twice as fast: what a look shows to be as it was is not computed.
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
  -- Mostly nothing has changed, which is cheaper to see here than to ask.
  v_entry.items_delta := case when before.inventory = after.inventory then '{}'
    else app_rules.items_delta(before.inventory, after.inventory) end;
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
--! Included rules/mark_made.sql
create or replace function app_rules.mark_made(
  entry app_public.journal_entries, before app_private.user_states, mark app_private.marked_day
)
returns app_private.day_marks
language sql immutable parallel safe
return row(entry.user_id, mark.day, mark.mark, entry.occurred_at, before.zone, before.day_start_hour,
  entry.rule_version_id, entry.sequence_number, mark.freeze_granted_on, mark.paid_points)::app_private.day_marks;

comment on function app_rules.mark_made(app_public.journal_entries, app_private.user_states, app_private.marked_day) is
  'A day that an entry marks, as the calendar keeps it: under the settings of before.';
--! EndIncluded rules/mark_made.sql
--! Included rules/marks_made.sql
create or replace function app_rules.marks_made(
  entry app_public.journal_entries, before app_private.user_states, marks app_private.marked_day[]
)
returns setof app_private.day_marks
language sql immutable parallel safe
begin atomic
  select d.* from unnest(marks) as m, lateral app_rules.mark_made(entry, before, m) as d;
end;

comment on function app_rules.marks_made(
  app_public.journal_entries, app_private.user_states, app_private.marked_day[]
) is 'The days that an entry marks, as the calendar keeps them.';
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
  if cardinality(made) = 1 and entry.kind <> 'amnesty' then
    return marks || app_rules.mark_made(entry, before, made[1]);
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
--! Included rules/after_effects.sql
create or replace function app_rules.after_effects(
  state app_private.user_states, rules app_private.rule_versions, day date, gives app_public.effects
)
returns app_private.user_states
language plpgsql immutable parallel safe
as $$
declare
  v_after app_private.user_states := state;
begin
  v_after.points := state.points + gives.points;
  v_after.lifetime_points := state.lifetime_points + gives.points;
  v_after.energy := app_rules.energy_after_grant(
    case when gives.fills_energy then greatest(state.energy, rules.energy_max) else state.energy end, gives.energy, rules.energy_max, rules.energy_overfill);
  v_after.xp := state.xp + gives.xp;
  v_after.level := greatest(state.level, app_rules.level_for_xp(v_after.xp, rules.level_thresholds));
  v_after.freezes := app_rules.freezes_after_grant(state.freezes, day, gives.freezes);
  v_after.inventory := case when cardinality(gives.items) = 0 then state.inventory
    else app_rules.inventory_after_delta(state.inventory, app_rules.item_quantities(gives.items)) end;
  return v_after;
end
$$;

comment on function app_rules.after_effects(
  app_private.user_states, app_private.rule_versions, date, app_public.effects
) is 'The settled state after the effects of a reward, an item or a grant. The caller has checked that freezes and items fit.';
--! EndIncluded rules/after_effects.sql
--! Included rules/effects_obstacle.sql
create or replace function app_rules.effects_obstacle(
  state app_private.user_states, rules app_private.rule_versions, gives app_public.effects
)
returns text
language sql immutable parallel safe
return case
  when (gives).freezes > 0 and cardinality(state.freezes) + (gives).freezes > rules.freezes_max then 'FZ001'
  when cardinality((gives).items) > 0 and not app_rules.inventory_holds(state.inventory, app_rules.item_quantities((gives).items), rules.inventory_max)
    then 'IN001'
end;

comment on function app_rules.effects_obstacle(app_private.user_states, app_private.rule_versions, app_public.effects) is
  'The code of what keeps effects from being applied whole: FZ001 freezes do not fit, IN001 items do not fit; null when they do.';
--! EndIncluded rules/effects_obstacle.sql
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
  if entry.kind = 'clock' then
    v_before := app_rules.after_clock(v_before, (entry.asked ->> 'days')::int, (entry.asked ->> 'hours')::int);
  end if;
  v_settled := v_before;
  if automatic is not true then
    -- What has ended is asked only where it matters: most entries come on a marked day, or on the one after it.
    v_through := case
      when entry.kind = 'check_in' then coalesce((entry.asked ->> 'day')::date,
        app_rules.engagement_day(v_at, v_before.zone, v_before.day_start_hour, v_before.last_day)) - 1
      when entry.kind = 'repair' or v_before.run_length > 0
        and v_before.last_marked_day < app_rules.local_day(v_at, v_before.zone, v_before.day_start_hour) - 1
      then app_rules.ended_by(v_at, v_before.zone, v_before.day_start_hour, versions)
    end;
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
  if cardinality(v_bridged) > 0 then
    v_it.marks := app_rules.calendar_with(v_bridged, v_it.marks);
  end if;
  return v_it;
end
$$;

grant execute on function app_private.replay_command to app_user;
comment on function app_private.replay_command(
  app_private.user_states, app_public.journal_entries, boolean, app_public.journal_entries, app_private.day_marks[],
  app_private.rule_versions, app_private.rule_versions[]
) is 'What the rules make of a journal entry''s command on the state before it. automatic: a claim that the command before it made; reversed: the entry that a reversal reverses; marks: the calendar so far; versions: in order, up to rules.';
--! EndIncluded private/replay_command.sql
--! Included private/state_when_unlocked.sql
-- After a change of settings a day may have ended that the cover did not reach.
create or replace function app_private.state_when_unlocked(entry app_public.journal_entries)
returns app_private.user_states
language plpgsql stable parallel safe
as $$
declare
  v_state constant app_private.user_states := app_rules.state_after(entry);
  v_versions app_private.rule_versions[];
  v_rules app_private.rule_versions;
begin
  if entry.run_length = 0
    or entry.last_marked_day >= app_rules.local_day(entry.occurred_at, entry.zone, entry.day_start_hour) - 1
  then
    return v_state;
  end if;
  v_versions := app_private.all_versions();
  select v.* into v_rules from unnest(v_versions) as v where v.id = entry.rule_version_id;
  return app_private.settle(v_state, v_rules, entry.occurred_at,
    app_rules.ended_by(entry.occurred_at, entry.zone, entry.day_start_hour, v_versions));
end
$$;

comment on function app_private.state_when_unlocked(app_public.journal_entries) is
  'The state in which a change of settings unlocked rewards: settled once more. After every other command it is the state that its entry says.';
--! EndIncluded private/state_when_unlocked.sql
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
    and not exists (
      select from app_private.users as u
      where u.user_id = o.user_id and (u.user_id >= first_user or first_user is null) and (u.user_id <= last_user or last_user is null))
  group by o.user_id, o.place;
end;

comment on function app_private.verify_users(uuid, uuid) is
  'Proves the users from one id to another, both included, or all (null): what replay says of each. No row: proven. Writes nothing, and may run beside others.';
--! EndIncluded ops/verify_users.sql
