create or replace function app_private.present(state app_private.user_states, is_now boolean default true)
returns app_public.state
language plpgsql stable
as $$
declare
  v_today constant date := app_rules.engagement_day(
    state.last_occurred_at, state.zone, state.day_start_hour, state.last_day);
  v_expires_at timestamptz;
  v_excused datemultirange;
  v_rules app_private.rule_versions;
begin
  select v.* into strict v_rules from app_private.rule_versions as v where v.id = state.rule_version_id;
  if app_rules.streak_status(state, v_today) in ('done_today', 'at_risk', 'protected') then
    v_excused := app_private.excused_days(state.last_amnesty_id, state.last_marked_day);
    v_expires_at := app_private.deadline(app_rules.run_dies_on(state, v_excused), state.zone, state.day_start_hour);
  end if;
  return row(
    state.last_occurred_at,
    state.zone,
    state.day_start_hour,
    v_today,
    app_rules.day_end(v_today, state.zone, state.day_start_hour),
    app_rules.streak_shown(state, v_rules, v_today, v_expires_at,
      case when is_now then app_private.repair_offer(state, v_rules, v_today) end),
    app_rules.energy_shown(state, v_rules),
    app_rules.level_shown(state, v_rules),
    state.points,
    state.lifetime_points,
    app_rules.inventory_items(state.inventory),
    state.rule_version_id,
    state.sequence_number,
    state.clock_ahead_seconds / 3600
  )::app_public.state;
end
$$;

grant execute on function app_private.present to app_user;
comment on function app_private.present(app_private.user_states, boolean) is
  'A settled state as clients see it: with status, deadlines, and what is missing to the next level. is_now: and with what can be repaired, which the calendar of now tells.';
