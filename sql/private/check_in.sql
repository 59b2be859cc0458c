create or replace function app_private.check_in(user_id uuid, day date)
returns app_public.check_in_result
language plpgsql volatile
as $$
declare
  -- Lock: the user's row is the one gate for everything this user does; the clock is read behind it.
  v_before constant app_private.user_states := app_private.lock_state(user_id);
  v_at constant timestamptz := app_private.occurs_at(v_before);
  v_rules constant app_private.rule_versions := app_private.rules_at(v_at);
  v_today constant date := app_rules.engagement_day(v_at, v_before.zone, v_before.day_start_hour, v_before.last_day);
  v_day constant date := coalesce(day, v_today);
  v_settled app_private.user_states;
  v_after app_private.user_states;
  v_marked app_private.marked_day;
  v_mark app_private.day_marks;
  v_outcome app_private.outcome;
begin
  -- Look: a check-in that exists is the answer.
  if v_day <= v_before.last_marked_day then
    select m.* into v_mark from app_private.day_marks as m
    where m.user_id = check_in.user_id and m.day = v_day and m.mark in ('check_in', 'late');
    if found then
      return app_private.check_in_answer(v_mark, true,
        app_private.outcome_of(user_id, v_mark.sequence_number, app_private.state_as_of(user_id, v_at)));
    end if;
  end if;

  -- Decide
  perform app_private.require_day_is_open(v_before, v_day, v_today, v_at);
  v_settled := app_private.settle(v_before, v_rules, v_at, v_day - 1);
  v_after := app_rules.after_check_in(v_settled, v_rules, v_day);

  -- Write
  v_marked.day := v_day;
  v_marked.mark := case when v_day < v_today then 'late'::app_public.mark else 'check_in'::app_public.mark end;
  v_outcome := app_private.record(v_before, v_settled, v_after, array[v_marked],
    'check_in', v_day, jsonb_build_object('day', check_in.day));

  -- Answer
  return app_private.check_in_answer(app_rules.mark_made(v_outcome.entry, v_before, v_marked), false, v_outcome);
end
$$;

comment on function app_private.check_in(uuid, date) is
  'Checks a user in for today (null) or a day still within its grace, or answers with the check-in that exists.';
