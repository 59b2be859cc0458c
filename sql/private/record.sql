-- The only writer of user_states, journal_entries, day_marks and reward_unlocks: nothing changes without its entry.
create or replace function app_private.record(
  before app_private.user_states, settled app_private.user_states, after app_private.user_states,
  marks app_private.marked_day[], kind app_public.journal_kind, day date, asked jsonb,
  terms jsonb default null, idempotency_key uuid default null, reverses bigint default null, operator_id uuid default null,
  unlocks boolean default true
)
returns app_private.outcome
language plpgsql volatile
as $$
declare
  v_after app_private.user_states := after;
  v_unlocks constant app_private.reward_unlocks[] := case when unlocks then app_private.unlocks_earned(
    case when record.kind = 'settings' then app_private.state_when_unlocked(after) else after end, day, before.sequence_number + 1) else '{}' end;
  v_entry constant app_public.journal_entries := app_rules.journal_entry(before, settled, after,
    kind, day, asked, terms, idempotency_key, reverses, operator_id, cardinality(v_unlocks));
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
    last_amnesty_id = v_after.last_amnesty_id,
    clock_ahead_seconds = v_after.clock_ahead_seconds
  where s.user_id = v_after.user_id;

  -- Mostly nothing unlocks, and a statement that could write costs more than one that looks.
  if cardinality(v_unlocks) > 0 then
    insert into app_private.reward_unlocks select u.* from unnest(v_unlocks) as u;
    v_after := app_private.auto_claim(v_after);
  end if;
  return row(v_entry, v_after)::app_private.outcome;
end
$$;

comment on function app_private.record(
  app_private.user_states, app_private.user_states, app_private.user_states, app_private.marked_day[],
  app_public.journal_kind, date, jsonb, jsonb, uuid, bigint, uuid, boolean
) is 'Writes one change of state: its journal entry, the days that settling and the command mark, the new state, what rewards that unlocks, and the claims of those that claim themselves. Returns the entry, and the state after all of it. before: as stored; settled: the same as of now; after: what the command made of it; marks: the days that the command itself marks; unlocks: whether rewards are looked for. Days are marked under the settings of before. The rest is written as it is.';
