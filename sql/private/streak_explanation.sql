create or replace function app_private.streak_explanation(user_id uuid, at timestamptz)
returns app_public.streak_explanation
language plpgsql stable
as $$
declare
  v_state constant app_private.user_states := app_private.state_as_of(user_id, at);
  v_streak constant app_public.streak := (app_private.present(v_state)).streak;
  v_run constant app_private.run_day[] := array(select d from app_private.run_days(v_state) as d);
  v_told constant app_private.run_day[] := v_run[greatest(cardinality(v_run) - 99, 1):];
  v_missed app_public.streak_day;
  v_explanation app_public.streak_explanation;
begin
  v_explanation.days := array(
    select row(d.day, d.mark, d.mark in ('check_in', 'late'), d.streak, app_rules.run_day_why(d), app_rules.run_day_otherwise(d),
      d.zone, d.day_start_hour, d.rule_version_id, d.marked_at, d.sequence_number)::app_public.streak_day
    from unnest(v_told) as d);
  v_explanation.day_count := cardinality(v_run);
  if v_state.check_ins = 0 then
    v_explanation.text := 'Your streak is 0: you have not checked in yet.';
    return v_explanation;
  elsif v_state.run_length > 0 then
    v_explanation.text := app_rules.streak_words(v_streak, v_run, v_state.zone, v_state.points);
  else
    v_missed := app_private.missed_day(v_state, v_run);
    v_explanation.days := v_explanation.days || v_missed;
    v_explanation.text := app_rules.lost_streak_words(v_streak, v_run, v_missed,
      (app_private.rules_at(v_state.last_occurred_at)).repair_within_days, v_state.points);
  end if;
  if cardinality(v_told) < cardinality(v_run) then
    v_explanation.text := v_explanation.text
      || format(' These are the last %s of its %s days.', cardinality(v_told), cardinality(v_run));
  end if;
  v_explanation.text := v_explanation.text || (
    select E'\n\n' || string_agg(app_rules.run_day_line(d), E'\n' order by d.day) from unnest(v_told) as d);
  return v_explanation;
end
$$;

grant execute on function app_private.streak_explanation to app_user;
comment on function app_private.streak_explanation(uuid, timestamptz) is
  'Why a user''s streak is what it is as of an instant, with the last 100 days of its run.';
