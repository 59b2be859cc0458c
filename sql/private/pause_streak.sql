create or replace function app_private.pause_streak(user_id uuid, until date)
returns app_public.pause_streak_result
language plpgsql volatile
as $$
declare
  -- Lock: the user's row is the one gate for everything this user does; the clock is read behind it.
  v_before constant app_private.user_states := app_private.lock_state(user_id);
  v_at constant timestamptz := app_private.occurs_at(v_before);
  v_rules constant app_private.rule_versions := app_private.rules_at(v_at);
  v_settled app_private.user_states;
  v_after app_private.user_states;
  v_outcome app_private.outcome;
  v_answer app_public.pause_streak_result;
begin
  -- Look: a pause that is so already needs no change.
  if v_before.paused_until = until and v_before.paused_from > v_before.last_check_in_day then
    return row(app_private.present(app_private.state_as_of(user_id, v_at)),
      '{}'::app_public.unlocked_reward[], '{}'::app_public.claimed_reward[])::app_public.pause_streak_result;
  end if;

  -- Decide
  v_settled := app_private.settle(v_before, v_rules, v_at,
    app_private.ended_through(v_at, v_before.zone, v_before.day_start_hour));
  perform app_private.require_pausable(v_settled, v_rules, until);
  v_after := app_rules.after_pause(v_settled, app_rules.pause_starts_on(v_settled), until);

  -- Write
  v_outcome := app_private.record(v_before, v_settled, v_after, '{}', 'pause', v_settled.last_day,
    jsonb_build_object('until', until));

  -- Answer
  v_answer.state := app_private.present(v_outcome.after);
  v_answer.unlocked := app_private.unlocked_by(v_outcome);
  v_answer.claimed := app_private.claimed_of(user_id, v_answer.unlocked);
  return v_answer;
end
$$;

comment on function app_private.pause_streak(uuid, date) is
  'Pauses a user''s run from tomorrow through a day, or moves the end of the pause that is open.';
