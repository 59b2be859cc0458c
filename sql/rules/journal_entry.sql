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
