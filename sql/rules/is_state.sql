-- One call instead of as many constraints: PostgreSQL parses and prepares each constraint anew for each statement.
create or replace function app_rules.is_state(state app_private.user_states)
returns boolean
language plpgsql immutable parallel safe
as $$
declare
  v_broken constant text := case
    when state.sequence_number <= 0 then 'sequence_number_is_positive'
    when state.day_start_hour not in (0, 4, 5, 6) then 'day_start_hour_never_runs_backwards'
    when state.run_length < 0 then 'run_length_is_not_negative'
    when state.run_length > state.longest_streak then 'run_is_at_most_the_longest'
    when state.longest_streak > state.check_ins then 'longest_streak_is_at_most_all_check_ins'
    when (state.run_length > 0) <> (state.run_started_on is not null) then 'a_live_run_has_a_beginning'
    when (state.check_ins > 0) <> (state.last_check_in_day is not null) then 'check_ins_have_a_last_day'
    when state.last_check_in_day is not null and (state.last_check_in_day <= state.last_marked_day) is not true then 'last_marked_day_is_not_before_the_last_check_in'
    when array_position(state.freezes, null) is not null then 'each_freeze_has_its_day'
    when state.energy < 0 then 'energy_is_not_negative'
    when state.xp < 0 then 'xp_is_not_negative'
    when state.level < 1 then 'level_is_positive'
    when state.points < 0 then 'points_are_not_negative'
    when state.lifetime_points < state.points then 'lifetime_points_are_at_least_the_balance'
    when not app_rules.is_inventory(state.inventory) then 'inventory_holds_whole_quantities'
    when num_nulls(state.paused_from, state.paused_until) < 2 and (state.paused_from <= state.paused_until) is not true then 'a_pause_has_a_first_and_a_last_day'
    when not app_rules.is_clock_ahead(state.clock_ahead_seconds) then 'clock_is_0_to_100_years_ahead'
  end;
begin
  if v_broken is null then
    return true;
  end if;
  return app_rules.refuse_row('state', 'app_private', 'user_states', v_broken);
end
$$;

comment on function app_rules.is_state(app_private.user_states) is
  'Whether this can be a user''s state. Errors: 23514 with the name of the rule that it breaks as constraint.';
