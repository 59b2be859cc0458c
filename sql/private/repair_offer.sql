create or replace function app_private.repair_offer(
  state app_private.user_states, rules app_private.rule_versions, today date
)
returns app_public.streak_repair
language plpgsql stable
as $$
declare
  v_missed_through date;
  v_day date;
  v_excused datemultirange;
  v_calendar app_private.marked_day[];
  v_marks app_private.marked_day[];
  v_offer app_public.streak_repair;
begin
  -- The latest gap is just before the live run, or at the end of the calendar. Mostly there is none, or its time is over.
  if state.check_ins = state.run_length
    or state.run_length > 0 and state.run_started_on - 1 + rules.repair_within_days < today then
    return null;
  end if;
  v_missed_through := app_rules.missed_through(state,
    app_private.ended_through(state.last_occurred_at, state.zone, state.day_start_hour));
  v_day := case when state.run_length > 0 then state.run_started_on - 1 else v_missed_through end;

  v_excused := app_private.excused_days(state.last_amnesty_id, '-infinity');
  v_calendar := app_rules.calendar_with(app_private.calendar_of(state.user_id),
    app_private.unstored_marks(state));
  v_marks := app_rules.repair_marks(state, v_calendar, v_day, v_missed_through, v_excused, rules.repair_points);
  select max(m.day), count(*), sum(m.paid_points), max(m.day) + rules.repair_within_days
  into v_offer.day, v_offer.missed_days, v_offer.points, v_offer.until
  from unnest(v_marks) as m where m.mark = 'repair';
  if v_offer.day is null or v_offer.until < today then
    return null;
  end if;
  v_offer.current := (app_rules.after_repair(state, v_calendar, v_marks, v_missed_through)).run_length;
  return v_offer;
end
$$;

grant execute on function app_private.repair_offer to app_user;
comment on function app_private.repair_offer(app_private.user_states, app_private.rule_versions, date) is
  'The latest gap of a settled state''s calendar, while it can be repaired; null otherwise.';
