--! Previous: sha1:1f32223e15bd38b99f1771e6e89c8008200c3986
--! Hash: sha1:fe14354160563fd1f2257341ca7fff0feecffb44
--! Message: walk through missed days is an array

-- A walk through missed days is an array: what asks for it needs no statement of its own.
drop function app_rules.bridged_days(app_private.user_states, date, datemultirange);
--! Included rules/bridged_days.sql
-- The walk through missed days, oldest first; everything that settles, foresees or restores a run is made of it.
create or replace function app_rules.bridged_days(state app_private.user_states, through date, excused datemultirange)
returns app_private.marked_day[]
language plpgsql immutable parallel safe
as $$
declare
  v_days app_private.marked_day[] := '{}';
  v_day app_private.marked_day;
  v_freezes_used int := 0;
begin
  if state.run_length = 0 then
    return v_days;
  end if;
  v_day.day := state.last_marked_day + 1;
  while v_day.day <= through loop
    v_day.mark := app_rules.day_cover(state, v_day.day, excused);
    v_day.freeze_granted_on := null;
    if v_day.mark is null and state.freezes[v_freezes_used + 1] < v_day.day then
      v_freezes_used := v_freezes_used + 1;
      v_day.mark := 'freeze';
      v_day.freeze_granted_on := state.freezes[v_freezes_used];
    end if;
    v_days := v_days || v_day;
    exit when v_day.mark is null;
    v_day.day := v_day.day + 1;
  end loop;
  return v_days;
end
$$;

comment on function app_rules.bridged_days(app_private.user_states, date, datemultirange) is
  'The unmarked days of a live run through a day, each with what bridges it: a pause, an amnesty (excused: their days) or the oldest freeze granted before it. Ends with the day that ends the run, if one does: it has no mark.';
--! EndIncluded rules/bridged_days.sql
--! Included rules/run_dies_on.sql
create or replace function app_rules.run_dies_on(state app_private.user_states, excused datemultirange)
returns date
language plpgsql immutable parallel safe
as $$
declare
  v_days constant app_private.marked_day[] := app_rules.bridged_days(state, 'infinity', excused);
begin
  return v_days[cardinality(v_days)].day;
end
$$;

comment on function app_rules.run_dies_on(app_private.user_states, datemultirange) is
  'The day that will be missed if the user does nothing: the first one that nothing bridges. Null without a live run.';
--! EndIncluded rules/run_dies_on.sql
--! Included rules/settle_streak.sql
create or replace function app_rules.settle_streak(
  state app_private.user_states, ended_through date, excused datemultirange
)
returns app_private.user_states
language plpgsql immutable parallel safe
as $$
declare
  v_settled app_private.user_states := state;
  v_day app_private.marked_day;
begin
  foreach v_day in array app_rules.bridged_days(state, ended_through, excused) loop
    if v_day.mark is null then
      v_settled.run_length := 0;
      v_settled.run_started_on := null;
    else
      v_settled.last_marked_day := v_day.day;
    end if;
    if v_day.mark = 'freeze' then
      v_settled.last_freeze_day := v_day.day;
      v_settled.freezes := v_settled.freezes[2:];
    end if;
  end loop;
  return v_settled;
end
$$;

comment on function app_rules.settle_streak(app_private.user_states, date, datemultirange) is
  'The state once every day through ended_through has ended: missed days are bridged (excused: the days of amnesties), or end the run.';
--! EndIncluded rules/settle_streak.sql
--! Included rules/amnesty_marks.sql
-- All or nothing: a gap that cannot be closed takes no freeze, and freezes in hand are not touched, so that
-- an amnesty takes nothing from anybody.
create or replace function app_rules.amnesty_marks(
  state app_private.user_states, calendar app_private.marked_day[], missed_through date, excused datemultirange
)
returns app_private.marked_day[]
language plpgsql immutable parallel safe
as $$
declare
  v_marks app_private.marked_day[] := '{}';
  v_gap app_private.user_states := state;
  v_closed app_private.marked_day[];
  v_day app_private.marked_day;
begin
  v_gap.run_length := 1;
  v_gap.freezes := '{}';
  v_gap.last_marked_day := null;
  foreach v_day in array calendar || row(missed_through + 1, null, null, null)::app_private.marked_day loop
    if v_gap.last_marked_day < v_day.day - 1 then
      v_closed := app_rules.bridged_days(v_gap, v_day.day - 1, excused);
      if v_closed[cardinality(v_closed)].mark is not null then
        v_marks := v_marks || v_closed;
        v_gap.freezes := v_gap.freezes[1 + (select count(*) from unnest(v_closed) as c where c.mark = 'freeze') :];
      end if;
    end if;
    if v_day.mark in ('freeze', 'repair') and excused @> v_day.day then
      v_marks := v_marks || row(v_day.day, 'amnesty', null, null)::app_private.marked_day;
      v_gap.freezes := app_rules.freezes_after_grant(v_gap.freezes, v_day.freeze_granted_on, (v_day.mark = 'freeze')::int);
    end if;
    v_gap.last_marked_day := v_day.day;
  end loop;
  return v_marks;
end
$$;

comment on function app_rules.amnesty_marks(app_private.user_states, app_private.marked_day[], date, datemultirange) is
  'The days of a settled calendar that amnesties (excused: their days) mark anew: days that a freeze or a repair had covered, and gaps that these days, and the freezes they set free, close altogether.';
--! EndIncluded rules/amnesty_marks.sql
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
  v_it app_private.replayed_command;
begin
  if entry.kind = 'amnesty' then
    return app_private.replay_amnesty(before, entry, marks, versions);
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
      v_bridged := app_rules.bridged_days(v_before, v_settled.last_marked_day, v_excused);
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
--! Included private/bridged_marks.sql
create or replace function app_private.bridged_marks(before app_private.user_states, settled app_private.user_states)
returns app_private.marked_day[]
language plpgsql stable parallel safe
as $$
begin
  if settled.last_marked_day > before.last_marked_day then
    return app_rules.bridged_days(before, settled.last_marked_day,
      app_private.excused_days(before.last_amnesty_id, before.last_marked_day));
  end if;
  return '{}';
end
$$;

grant execute on function app_private.bridged_marks to app_user;
comment on function app_private.bridged_marks(app_private.user_states, app_private.user_states) is
  'The days that settling a state has marked.';
--! EndIncluded private/bridged_marks.sql
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
      and r.id <> all (array(
        select c.reward_id from app_private.reward_conditions as c
        where (app_rules.metric_value(c.metric, state) >= c.at_least) is not true))
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
