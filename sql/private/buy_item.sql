create or replace function app_private.buy_item(user_id uuid, item_id text, quantity int, idempotency_key uuid)
returns app_public.command_result
language plpgsql volatile
as $$
declare
  -- Lock: the user's row is the one gate for everything this user does; the clock is read behind it.
  v_before constant app_private.user_states := app_private.lock_state(user_id);
  v_at constant timestamptz := app_private.occurs_at(v_before);
  v_rules constant app_private.rule_versions := app_private.rules_at(v_at);
  v_asked constant jsonb := jsonb_build_object('item_id', item_id, 'quantity', quantity);
  v_entry constant app_public.journal_entries := app_private.earlier_entry(user_id, idempotency_key, 'buy', v_asked);
  v_item app_private.items;
  v_settled app_private.user_states;
  v_after app_private.user_states;
  v_outcome app_private.outcome;
begin
  -- Look: what was made with this key is the answer.
  if v_entry.sequence_number is not null then
    return app_private.repeat_answer(v_entry, app_private.state_as_of(user_id, v_at));
  end if;
  select i.* into v_item from app_private.items as i where i.id = buy_item.item_id;

  -- Decide
  v_settled := app_private.settle(v_before, v_rules, v_at,
    app_private.ended_through(v_at, v_before.zone, v_before.day_start_hour));
  perform app_private.require_buyable(v_settled, v_rules, item_id, v_item, quantity);
  v_after := app_rules.after_purchase(v_settled, v_item.id, quantity, v_item.price_points);

  -- Write
  v_outcome := app_private.record(v_before, v_settled, v_after, '{}', 'buy', v_settled.last_day, v_asked,
    terms => jsonb_build_object('price_points', v_item.price_points), idempotency_key => idempotency_key);

  -- Answer
  return app_private.entry_answer(v_outcome, false);
end
$$;

comment on function app_private.buy_item(uuid, text, int, uuid) is
  'Buys items for a user''s points, or answers with what was bought with this idempotency key.';
