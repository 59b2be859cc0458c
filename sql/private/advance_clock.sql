create or replace function app_private.advance_clock(user_id uuid, days int, hours int, idempotency_key uuid)
returns app_public.command_result
language plpgsql volatile
as $$
declare
  -- Lock: the user's row is the one gate for everything this user does; the clock is read behind it.
  v_before constant app_private.user_states := app_private.lock_state(user_id);
  v_asked constant jsonb := jsonb_build_object('days', days, 'hours', hours);
  v_entry constant app_public.journal_entries := app_private.earlier_entry(user_id, idempotency_key, 'clock', v_asked);
  v_moved constant app_private.user_states := app_rules.after_clock(v_before, days, hours);
  v_at timestamptz;
  v_rules app_private.rule_versions;
  v_after app_private.user_states;
  v_outcome app_private.outcome;
begin
  -- Look: what was made with this key is the answer.
  if v_entry.sequence_number is not null then
    return app_private.repeat_answer(v_entry, app_private.state_as_of(user_id));
  end if;

  -- Decide: it happens where it has moved the clock to, and nothing else does.
  perform app_private.require_clock(v_before, days, hours);
  v_at := app_private.occurs_at(v_moved);
  v_rules := app_private.rules_at(v_at);
  v_after := app_private.settle(v_moved, v_rules, v_at,
    app_private.ended_through(v_at, v_moved.zone, v_moved.day_start_hour));

  -- Write
  v_outcome := app_private.record(v_before, v_after, v_after, '{}', 'clock', v_after.last_day, v_asked,
    idempotency_key => idempotency_key);

  -- Answer
  return app_private.entry_answer(v_outcome, false);
end
$$;

comment on function app_private.advance_clock(uuid, int, int, uuid) is
  'Moves a test user''s own clock ahead, or answers with the move that was made with this idempotency key.';
