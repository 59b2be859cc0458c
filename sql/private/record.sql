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
