create or replace function app_private.missed_day(state app_private.user_states, run app_private.run_day[])
returns app_public.streak_day
language plpgsql stable
as $$
declare
  v_last constant app_private.run_day := run[cardinality(run)];
  v_excused constant datemultirange := app_private.excused_days(state.last_amnesty_id, state.last_marked_day);
  v_missed app_private.run_day;
  v_under app_public.journal_entries;
  v_before app_public.journal_entries;
  v_open_until timestamptz;
  v_skipped_by text;
begin
  v_missed.day := v_last.day + 1;
  while app_rules.day_cover(state, v_missed.day, v_excused) is not null loop
    v_missed.day := v_missed.day + 1;
  end loop;
  v_missed.streak := v_last.streak;
  v_missed.ended := true;

  -- The day was missed under the settings of the last entry before the run was found to be over.
  select e.* into v_under from app_public.journal_entries as e
  where e.user_id = state.user_id and e.sequence_number = coalesce((
    select min(o.sequence_number) - 1 from app_public.journal_entries as o
    where o.user_id = state.user_id and o.sequence_number > v_last.sequence_number and o.run_length = 0
  ), state.sequence_number);
  v_missed.zone := v_under.zone;
  v_missed.day_start_hour := v_under.day_start_hour;
  v_open_until := app_private.deadline(v_missed.day, v_missed.zone, v_missed.day_start_hour);
  if v_under.kind = 'settings' and v_under.occurred_at >= v_open_until then
    select e.* into strict v_before from app_public.journal_entries as e
    where e.user_id = state.user_id and e.sequence_number = v_under.sequence_number - 1;
    v_skipped_by := app_rules.settings_words(v_before.zone, v_before.day_start_hour,
      v_under.zone, v_under.day_start_hour);
    v_open_until := v_under.occurred_at;
  end if;

  return row(
    v_missed.day, null, false, v_missed.streak,
    app_rules.missed_why(v_missed.day, v_last.day + 1, v_open_until, v_missed.zone, v_skipped_by,
      (app_private.rules_at(v_open_until)).travel_cover_days, state.freezes,
      case when state.paused_until >= state.last_check_in_day - 1 then state.paused_until end),
    app_rules.run_day_otherwise(v_missed),
    v_missed.zone, v_missed.day_start_hour, null, null, null)::app_public.streak_day;
end
$$;

grant execute on function app_private.missed_day to app_user;
comment on function app_private.missed_day(app_private.user_states, app_private.run_day[]) is
  'The day that ended the last run of a settled state, with until when it could be checked in and why nothing saved it. run: its days.';
