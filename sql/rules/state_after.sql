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
