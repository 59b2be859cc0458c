-- The deltas cannot disagree with the states, since they are computed from them.
create or replace function app_rules.journal_entry(
  before app_private.user_states, settled app_private.user_states, after app_private.user_states,
  kind app_public.journal_kind, day date, asked jsonb, terms jsonb, idempotency_key uuid, reverses bigint, operator_id uuid,
  rewards_unlocked int default null
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
  operator_id, rewards_unlocked
)::app_public.journal_entries;

comment on function app_rules.journal_entry(
  app_private.user_states, app_private.user_states, app_private.user_states,
  app_public.journal_kind, date, jsonb, jsonb, uuid, bigint, uuid, int
) is 'The journal entry of a change of state. before: as stored; settled: the same as of now; after: what the command made of it. The rest is taken as it is.';
