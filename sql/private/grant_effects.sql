create or replace function app_private.grant_effects(
  user_id uuid, operator_id uuid, gives app_public.effects, reason text, idempotency_key uuid
)
returns app_public.command_result
language plpgsql volatile
as $$
declare
  v_before app_private.user_states;
  v_at timestamptz;
  v_rules app_private.rule_versions;
  v_gives constant app_public.effects := app_rules.effects_with_defaults(gives);
  v_asked constant jsonb := jsonb_build_object('gives', app_private.effects_named(gives), 'reason', reason);
  v_entry app_public.journal_entries;
  v_settled app_private.user_states;
  v_after app_private.user_states;
  v_outcome app_private.outcome;
begin
  -- Lock: the user's row is the one gate for everything this user does; the clock is read behind it.
  perform app_private.require_known_user(user_id);
  v_before := app_private.lock_state(user_id);
  v_at := app_private.occurs_at(v_before);
  v_rules := app_private.rules_at(v_at);

  -- Look: what was made with this key is the answer.
  v_entry := app_private.earlier_entry(user_id, idempotency_key, 'grant', v_asked);
  if v_entry.sequence_number is not null then
    return app_private.repeat_answer(v_entry, app_private.state_as_of(user_id, v_at));
  end if;

  -- Decide
  v_settled := app_private.settle(v_before, v_rules, v_at,
    app_private.ended_through(v_at, v_before.zone, v_before.day_start_hour));
  perform app_private.require_grantable(v_settled, v_rules, v_gives, reason);
  v_after := app_rules.after_effects(v_settled, v_rules, v_settled.last_day, v_gives);

  -- Write
  v_outcome := app_private.record(v_before, v_settled, v_after, '{}', 'grant', v_settled.last_day, v_asked,
    idempotency_key => idempotency_key, operator_id => operator_id);

  -- Answer
  return app_private.entry_answer(v_outcome, false);
end
$$;

comment on function app_private.grant_effects(uuid, uuid, app_public.effects, text, uuid) is
  'Gives a user something in an operator''s name, or answers with what was given with this idempotency key.';
