create or replace function app_private.amnesty_effects(first_day date, last_day date)
returns setof app_public.amnesty_effect
language plpgsql stable
as $$
declare
  v_at constant timestamptz := app_private.clock();
  v_last_id constant int := app_private.last_amnesty_id();
  v_excused constant datemultirange := coalesce(app_private.excused_days(v_last_id, '-infinity'), '{}')
    + datemultirange(daterange(first_day, last_day, '[]'));
  v_versions constant app_private.rule_versions[] := app_private.all_versions();
  v_state app_private.user_states;
  v_calendar app_private.marked_day[];
  v_step app_private.amnesty_step;
begin
  for v_state in
    select s.* from app_private.user_states as s
    -- A run that had ended before these days, on a day that nothing excuses, is none of theirs, unless an amnesty yet
    -- to be stored has carried it on.
    where s.clock_ahead_seconds is null and s.check_ins > 0 and (
      s.run_length > 0 or s.last_amnesty_id < v_last_id or s.last_marked_day >= first_day - 1
      or v_excused @> s.last_marked_day + 1)
  loop
    v_step := app_private.with_amnesties(v_state);
    v_calendar := app_rules.calendar_with(app_private.calendar_of(v_state.user_id), v_step.marks);
    v_step := app_private.take_in_amnesty(v_step.after, v_calendar, v_last_id + 1, v_at, v_excused, v_versions);
    if v_step.days_changed > 0 then
      return next row(
        v_state.user_id,
        (v_step.settled).run_length, (v_step.after).run_length,
        (v_step.settled).longest_streak, (v_step.after).longest_streak,
        cardinality((v_step.after).freezes) - cardinality((v_step.settled).freezes),
        (v_step.after).points - (v_step.settled).points,
        v_step.days_changed
      )::app_public.amnesty_effect;
    end if;
  end loop;
end
$$;

comment on function app_private.amnesty_effects(date, date) is
  'What an amnesty for some days would change, were it declared now: one row for each user who would be affected, test users left out. Writes nothing. Reads every user who was there on these days: some thousands a second.';
