--! Previous: sha1:a1a1466e0d90776851eb6ff026c32b884e773377
--! Hash: sha1:39fb35323ae4a1ef59a6e2aff7b103c61f1c9b76
--! Message: a command, throwing items away

-- A command: throwing items away, to make room.
alter type app_public.journal_kind add value 'discard';
--! Included rules/after_discard.sql
create or replace function app_rules.after_discard(state app_private.user_states, item_id text, quantity int)
returns app_private.user_states
language plpgsql immutable parallel safe
as $$
declare
  v_after app_private.user_states := state;
begin
  v_after.inventory := app_rules.inventory_after_delta(state.inventory, jsonb_build_object(item_id, -quantity));
  return v_after;
end
$$;

comment on function app_rules.after_discard(app_private.user_states, text, int) is
  'The settled state after items were thrown away. The caller has checked that so many are held.';
--! EndIncluded rules/after_discard.sql
--! Included private/require_held.sql
create or replace function app_private.require_held(state app_private.user_states, item_id text, quantity int)
returns void
language plpgsql stable
as $$
declare
  v_held constant int := coalesce((state.inventory ->> item_id)::int, 0);
begin
  if quantity < 1 or quantity is null then
    perform app_private.refuse('QT001', 'A quantity is at least 1.', 'state.inventory lists what you have.');
  elsif v_held < quantity then
    perform app_private.refuse('IT003', format('You have %s of "%s".', v_held, left(item_id, 63)),
      'state.inventory lists what you have.');
  end if;
end
$$;

comment on function app_private.require_held(app_private.user_states, text, int) is
  'QT001 for a quantity below 1, IT003 unless so many of the item are held.';
--! EndIncluded private/require_held.sql
--! Included private/discard_item.sql
create or replace function app_private.discard_item(user_id uuid, item_id text, quantity int, idempotency_key uuid)
returns app_public.command_result
language plpgsql volatile
as $$
declare
  -- Lock: the user's row is the one gate for everything this user does; the clock is read behind it.
  v_before constant app_private.user_states := app_private.lock_state(user_id);
  v_at constant timestamptz := greatest(app_private.clock(), v_before.last_occurred_at);
  v_rules constant app_private.rule_versions := app_private.rules_at(v_at);
  v_asked constant jsonb := jsonb_build_object('item_id', item_id, 'quantity', quantity);
  v_entry constant app_public.journal_entries := app_private.earlier_entry(user_id, idempotency_key, 'discard', v_asked);
  v_settled app_private.user_states;
  v_after app_private.user_states;
begin
  -- Look: what was made with this key is the answer.
  if v_entry.sequence_number is not null then
    return app_private.entry_answer(v_entry, true, app_private.state_as_of(user_id, v_at));
  end if;

  -- Decide
  v_settled := app_private.settle(v_before, v_rules, v_at,
    app_private.ended_through(v_at, v_before.zone, v_before.day_start_hour));
  perform app_private.require_held(v_settled, item_id, quantity);
  v_after := app_rules.after_discard(v_settled, item_id, quantity);

  -- Write
  v_after := app_private.record(v_before, v_settled, v_after, '{}', 'discard', v_settled.last_day, v_asked,
    idempotency_key => idempotency_key);

  -- Answer
  return app_private.finish(v_after);
end
$$;

comment on function app_private.discard_item(uuid, text, int, uuid) is
  'Throws items of a user away, or answers with what was thrown away with this idempotency key.';
--! EndIncluded private/discard_item.sql
--! Included api/discard_item.sql
-- Definer: users hold no write grants. Identity is checked before anything else.
create or replace function app_public.discard_item(item_id text, idempotency_key uuid, quantity int default 1)
returns app_public.command_result
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id constant uuid := app_private.require_user_id();
  v_answer app_public.command_result;
begin
  select d.* into v_answer from app_private.discard_item(
    v_user_id, discard_item.item_id, coalesce(discard_item.quantity, 1), discard_item.idempotency_key) as d;
  return v_answer;
end
$$;

grant execute on function app_public.discard_item to app_anonymous, app_user;
comment on function app_public.discard_item(text, uuid, int) is
  E'@notNull\nThrows quantity (by default 1) of an item of the inventory away, to make room; nothing is given for it. A repeat with the same idempotencyKey changes nothing and answers with what was thrown away (replayed: true), for ever: make a new key for each new command.\n\nErrors: SIGNED_OUT, INVALID_AMOUNT, NOT_ENOUGH_ITEMS, IDEMPOTENCY_KEY_REUSED.';
--! EndIncluded api/discard_item.sql
--! Included private/require_buyable.sql
create or replace function app_private.require_buyable(
  state app_private.user_states, rules app_private.rule_versions, item_id text, item app_private.items, quantity int
)
returns void
language plpgsql stable
as $$
declare
  v_quantity_max constant int := 1000;
begin
  perform app_private.require_item(item_id, item);
  if (quantity between 1 and v_quantity_max) is not true then
    perform app_private.refuse('QT001', format('A quantity is from 1 to %s.', v_quantity_max), 'Buy at least 1.');
  elsif not item.on_sale then
    perform app_private.refuse('IT002', format('"%s" is not on sale.', item.title), 'Those that you have can still be used.');
  elsif state.points < item.price_points * quantity then
    perform app_private.refuse('PT001', format('%s of "%s" cost %s points, and you have %s.',
      quantity, item.title, item.price_points * quantity, state.points), 'Earn or claim more points first.');
  elsif not app_rules.inventory_holds(state.inventory, jsonb_build_object(item.id, quantity), rules.inventory_max) then
    perform app_private.refuse('IN001', format('Your inventory holds at most %s different items, and a limited number of each: "%s" would not fit.',
      rules.inventory_max, item.title), 'Use up or discard an item first.');
  end if;
end
$$;

comment on function app_private.require_buyable(
  app_private.user_states, app_private.rule_versions, text, app_private.items, int
) is 'Refuses a purchase that cannot be made, saying why.';
--! EndIncluded private/require_buyable.sql
--! Included private/require_claimable.sql
-- The stock comes last: what is taken is given back only by a roll-back.
create or replace function app_private.require_claimable(
  reward_id text, reward app_private.rewards, unlock app_private.reward_unlocks,
  state app_private.user_states, rules app_private.rule_versions
)
returns void
language plpgsql volatile
as $$
declare
  v_at constant timestamptz := state.last_occurred_at;
  v_obstacle constant text := app_rules.effects_obstacle(state, rules, reward.gives);
begin
  if reward.id is null then
    perform app_private.refuse('RW001', format('There is no reward "%s".', left(reward_id, 63)),
      'Take the reward id from me.rewards.');
  elsif unlock.reward_id is null then
    perform app_private.refuse('RW002', format('"%s" is not unlocked.', reward.title),
      'Meet its conditions first; me.rewards shows the progress towards each.');
  elsif unlock.claimable_until <= v_at then
    perform app_private.refuse('RW003', format('The time to claim "%s" is over.', reward.title),
      'Unlock it again in a later period, if it repeats.');
  elsif not app_rules.window_is_open(reward.starts_at, reward.ends_at, v_at) then
    perform app_private.refuse('RW004', format('"%s" cannot be claimed outside its window.', reward.title),
      'Claim it between startsAt and endsAt of me.rewards.');
  elsif v_obstacle = 'FZ001' then
    perform app_private.refuse('FZ001', format('You hold %s of at most %s freezes, and "%s" gives %s.',
      cardinality(state.freezes), rules.freezes_max, reward.title, (reward.gives).freezes),
      'Claim it when a freeze has been used; it stays unlocked.');
  elsif v_obstacle = 'IN001' then
    perform app_private.refuse('IN001', format('Your inventory holds at most %s different items, and a limited number of each: "%s" would not fit.',
      rules.inventory_max, reward.title),
      'Use up or discard an item first; the reward stays unlocked.');
  elsif reward.stock is not null and not app_private.take_stock(reward.id, true) then
    perform app_private.refuse('RW005', format('"%s" is out of stock.', reward.title), 'Nothing was claimed.');
  end if;
end
$$;

comment on function app_private.require_claimable(
  text, app_private.rewards, app_private.reward_unlocks, app_private.user_states, app_private.rule_versions
) is 'Refuses a claim that cannot be made, saying why; otherwise takes it from the stock, if the reward has one.';
--! EndIncluded private/require_claimable.sql
