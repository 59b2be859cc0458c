create or replace function app_rules.after_check_in(
  state app_private.user_states, rules app_private.rule_versions, day date
)
returns app_private.user_states
language plpgsql immutable parallel safe
as $$
declare
  v_after app_private.user_states := state;
  v_points constant bigint := app_rules.boosted_points(
    rules.check_in_points, app_rules.level_boost(state.level, rules.level_boosts_basis_points));
begin
  v_after.check_ins := state.check_ins + 1;
  v_after.last_check_in_day := day;
  v_after.last_marked_day := day;
  v_after.run_length := state.run_length + 1;
  v_after.run_started_on := coalesce(state.run_started_on, day);
  v_after.longest_streak := greatest(state.longest_streak, v_after.run_length);

  if day between state.paused_from and state.paused_until then
    v_after.paused_from := case when day > state.paused_from then state.paused_from end;
    v_after.paused_until := case when day > state.paused_from then day - 1 end;
  end if;

  v_after.energy := app_rules.energy_after_grant(
    state.energy, rules.check_in_energy, rules.energy_max, rules.energy_overfill);
  v_after.points := state.points + v_points;
  v_after.lifetime_points := state.lifetime_points + v_points;
  v_after.xp := state.xp + rules.check_in_xp;
  v_after.level := greatest(state.level, app_rules.level_for_xp(v_after.xp, rules.level_thresholds));

  if v_after.run_length % rules.freeze_every_days = 0 and cardinality(state.freezes) < rules.freezes_max then
    v_after.freezes := app_rules.freezes_after_grant(state.freezes, day, 1);
  end if;
  return v_after;
end
$$;

comment on function app_rules.after_check_in(app_private.user_states, app_private.rule_versions, date) is
  'The settled state after a day was checked in. Points take the boost of the level before; a pause ends the day before.';
