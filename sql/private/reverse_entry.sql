create or replace function app_private.reverse_entry(
  user_id uuid, operator_id uuid, sequence_number bigint, reason text
)
returns app_public.command_result
language plpgsql volatile
as $$
declare
  v_before app_private.user_states;
  v_at timestamptz;
  v_rules app_private.rule_versions;
  v_reversed app_public.journal_entries;
  v_reversal app_public.journal_entries;
  v_settled app_private.user_states;
  v_after app_private.user_states;
  v_outcome app_private.outcome;
begin
  -- Lock: the user's row is the one gate for everything this user does; the clock is read behind it.
  perform app_private.require_known_user(user_id);
  v_before := app_private.lock_state(user_id);
  v_at := app_private.occurs_at(v_before);
  v_rules := app_private.rules_at(v_at);

  -- Look: a reversal that was made is the answer.
  select e.* into v_reversal from app_public.journal_entries as e
  where e.user_id = reverse_entry.user_id and e.reverses = reverse_entry.sequence_number;
  if found then
    return app_private.repeat_answer(v_reversal, app_private.state_as_of(user_id, v_at));
  end if;
  select e.* into v_reversed from app_public.journal_entries as e
  where e.user_id = reverse_entry.user_id and e.sequence_number = reverse_entry.sequence_number;

  -- Decide
  v_settled := app_private.settle(v_before, v_rules, v_at,
    app_private.ended_through(v_at, v_before.zone, v_before.day_start_hour));
  perform app_private.require_reversible(v_settled, v_rules, sequence_number, v_reversed, reason);
  v_after := app_rules.after_reversal(v_settled, v_rules, v_reversed);

  -- Write
  v_outcome := app_private.record(v_before, v_settled, v_after, '{}', 'reversal', v_settled.last_day,
    jsonb_build_object('sequence_number', sequence_number, 'reason', reason),
    reverses => sequence_number, operator_id => operator_id);

  -- Answer
  return app_private.entry_answer(v_outcome, false);
end
$$;

comment on function app_private.reverse_entry(uuid, uuid, bigint, text) is
  'Takes back what a journal entry of a user gave, and gives back what it took, by an entry of its own; or answers with the reversal that was made.';
