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
