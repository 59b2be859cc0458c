create or replace function app_private.repair_streak(user_id uuid, day date)
returns app_public.repair_streak_result
language plpgsql volatile
as $$
declare
  -- Lock: the user's row is the one gate for everything this user does; the clock is read behind it.
  v_before constant app_private.user_states := app_private.lock_state(user_id);
  v_at constant timestamptz := app_private.occurs_at(v_before);
  v_rules constant app_private.rule_versions := app_private.rules_at(v_at);
  v_ended_through constant date := app_private.ended_through(v_at, v_before.zone, v_before.day_start_hour);
  v_settled app_private.user_states;
  v_after app_private.user_states;
  v_missed_through date;
  v_calendar app_private.marked_day[];
  v_marks app_private.marked_day[];
  v_outcome app_private.outcome;
  v_sequence_number bigint;
begin
  -- Look: a repair that was made is the answer.
  select m.sequence_number into v_sequence_number from app_private.day_marks as m
  where m.user_id = repair_streak.user_id and m.day = repair_streak.day and m.mark = 'repair';
  if found then
    return app_private.repair_answer(true,
      app_private.outcome_of(user_id, v_sequence_number, app_private.state_as_of(user_id, v_at)));
  end if;

  -- Decide
  v_settled := app_private.settle(v_before, v_rules, v_at, v_ended_through);
  v_missed_through := app_rules.missed_through(v_settled, v_ended_through);
  v_calendar := app_rules.calendar_with(app_private.calendar_of(user_id), app_private.bridged_marks(v_before, v_settled));
  v_marks := app_rules.repair_marks(v_settled, v_calendar, day, v_missed_through,
    app_private.excused_days(v_settled.last_amnesty_id, '-infinity'), v_rules.repair_points);
  perform app_private.require_repairable(v_settled, v_rules, day, v_marks);
  v_after := app_rules.after_repair(v_settled, v_calendar, v_marks, v_missed_through);

  -- Write
  v_outcome := app_private.record(v_before, v_settled, v_after, v_marks, 'repair', v_settled.last_day,
    jsonb_build_object('day', day));

  -- Answer
  return app_private.repair_answer(false, v_outcome);
end
$$;

comment on function app_private.repair_streak(uuid, date) is
  'Pays for the missed days of the gap that a day lies in, so that the runs on both sides are one; or answers with the repair that was made.';
