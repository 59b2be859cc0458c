create or replace function app_rules.starting_state(
  user_id uuid, rules app_private.rule_versions, at timestamptz, zone text, day_start_hour int
)
returns app_private.user_states
language plpgsql immutable parallel safe
as $$
declare
  v_state app_private.user_states;
begin
  v_state.user_id := user_id;
  v_state.sequence_number := 0;
  v_state.last_occurred_at := at;
  v_state.rule_version_id := rules.id;
  v_state.zone := zone;
  v_state.day_start_hour := day_start_hour;
  v_state.check_ins := 0;
  v_state.run_length := 0;
  v_state.longest_streak := 0;
  v_state.freezes := app_rules.freezes_after_grant(
    '{}', app_rules.local_day(at, zone, day_start_hour), rules.freezes_start);
  v_state.energy := rules.energy_start;
  v_state.energy_anchor := at;
  v_state.xp := 0;
  v_state.level := 1;
  v_state.points := 0;
  v_state.lifetime_points := 0;
  v_state.inventory := '{}';
  v_state.last_amnesty_id := 0;
  return v_state;
end
$$;

comment on function app_rules.starting_state(uuid, app_private.rule_versions, timestamptz, text, int) is
  'What a user starts with, before the first journal entry.';
