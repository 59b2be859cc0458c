-- The product as the model sees it: one call makes a command as a user and tells the answer and all there is to see.
create schema model;
grant usage on schema model to public;

-- The arguments are the GraphQL field's; null is a look without a command.
create function model.answer(command text, arguments jsonb)
returns jsonb
language plpgsql volatile
as $$
begin
  return case command
    when 'bootstrap' then to_jsonb(app_public.bootstrap(arguments ->> 'zone', (arguments ->> 'day_start_hour')::int))
    when 'check_in' then to_jsonb(app_public.check_in((arguments ->> 'day')::date))
    when 'update_settings' then to_jsonb(app_public.update_settings(arguments ->> 'zone', (arguments ->> 'day_start_hour')::int))
    when 'claim_reward' then to_jsonb(app_public.claim_reward(arguments ->> 'reward_id', arguments ->> 'period_key'))
    when 'pause_streak' then to_jsonb(app_public.pause_streak((arguments ->> 'until')::date))
    when 'repair_streak' then to_jsonb(app_public.repair_streak((arguments ->> 'day')::date))
    when 'spend_energy' then to_jsonb(app_public.spend_energy(
      (arguments ->> 'amount')::int, (arguments ->> 'idempotency_key')::uuid, arguments ->> 'reason'))
    when 'buy_item' then case
      when arguments ->> 'quantity' is null then to_jsonb(app_public.buy_item(arguments ->> 'item_id', (arguments ->> 'idempotency_key')::uuid))
      else to_jsonb(app_public.buy_item(
        arguments ->> 'item_id', (arguments ->> 'idempotency_key')::uuid, (arguments ->> 'quantity')::int)) end
    when 'use_item' then to_jsonb(app_public.use_item(arguments ->> 'item_id', (arguments ->> 'idempotency_key')::uuid))
    when 'discard_item' then to_jsonb(app_public.discard_item(
      arguments ->> 'item_id', (arguments ->> 'idempotency_key')::uuid, (arguments ->> 'quantity')::int))
    when 'calendar' then (
      select jsonb_agg(to_jsonb(c) order by c.day)
      from app_public.me() as m, app_public.me_calendar(m, (arguments ->> 'since')::date, (arguments ->> 'until')::date) as c)
  end;
end
$$;

-- In PL/pgSQL, whose plans are kept.
create function model.look(after_entry bigint)
returns jsonb
language plpgsql volatile
as $$
declare
  v_me constant app_public.me := app_public.me();
begin
  return jsonb_build_object(
    'me', to_jsonb(v_me) - 'user_id',
    'calendar', (select jsonb_agg(to_jsonb(c)) from app_public.me_calendar(v_me) as c),
    'rewards', (select jsonb_agg(to_jsonb(r) - 'description') from app_public.me_rewards(v_me) as r),
    'ownedRewards', (select coalesce(jsonb_agg(to_jsonb(o)), '[]') from app_public.me_owned_rewards(v_me) as o),
    'stored', (select to_jsonb(s) - 'user_id' from app_private.user_states as s where s.user_id = v_me.user_id),
    'storedMarks', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'day', m.day, 'mark', m.mark, 'freeze_granted_on', m.freeze_granted_on, 'paid_points', m.paid_points) order by m.day), '[]')
      from app_private.day_marks as m where m.user_id = v_me.user_id),
    'journal', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'sequence_number', j.sequence_number, 'occurred_at', j.occurred_at, 'day', j.day, 'kind', j.kind,
        'rule_version_id', j.rule_version_id, 'check_ins_delta', j.check_ins_delta, 'freezes_granted', j.freezes_granted,
        'freezes_used', j.freezes_used, 'energy_refilled', j.energy_refilled, 'energy_delta', j.energy_delta,
        'xp_delta', j.xp_delta, 'points_delta', j.points_delta, 'items_delta', j.items_delta,
        'asked', case when j.kind in ('spend', 'buy', 'use', 'discard', 'grant', 'reversal') then j.asked end,
        'terms', j.terms, 'idempotency_key', j.idempotency_key, 'reverses', j.reverses) order by j.sequence_number), '[]')
      from app_public.me_journal(v_me) as j where j.sequence_number > after_entry));
end
$$;

-- What refuses a command: our own codes speak for themselves.
create function model.refusal(code text, message text)
returns jsonb
language sql immutable
return jsonb_build_object('refused', code, 'message', case when code !~ '^[A-Z]{2}[0-9]{3}$' then message end);

-- A command at an instant, then a look at everything. What refuses it undoes it, and only it.
create function model.step(at timestamptz, subject text, zone text, after_entry bigint, command text, arguments jsonb)
returns jsonb
language plpgsql volatile
as $$
declare
  v_answer jsonb;
begin
  perform test.set_clock(step.at);
  perform set_config('app.zone', coalesce(zone, ''), true);
  perform test.sign_in(subject);
  begin
    v_answer := jsonb_build_object('answer', model.answer(command, arguments));
  exception when others then
    v_answer := model.refusal(sqlstate, sqlerrm);
  end;
  return v_answer || model.look(after_entry);
end
$$;

-- What an operator does at an instant, who signs in for what the API offers.
create function model.operate(at timestamptz, command text, arguments jsonb)
returns jsonb
language plpgsql volatile
as $$
declare
  v_answer jsonb;
begin
  perform set_config('role', 'none', true);
  perform test.set_clock(operate.at);
  case command
    when 'enable' then
      update app_private.rewards set enabled = (arguments ->> 'enabled')::boolean where id = arguments ->> 'reward_id';
    when 'add_stock' then
      perform test.add_stock(arguments ->> 'reward_id', (arguments ->> 'amount')::int);
    when 'change_item' then
      update app_private.items
      set on_sale = (arguments ->> 'on_sale')::boolean, price_points = (arguments ->> 'price_points')::bigint,
        gives = test.effects(arguments -> 'gives')
      where id = arguments ->> 'item_id';
    when 'grant_effects' then
      perform test.sign_in_operator('olga');
      v_answer := to_jsonb(app_public.grant_effects(test.user_id(arguments ->> 'user'), test.effects(arguments -> 'gives'),
        arguments ->> 'reason', (arguments ->> 'idempotency_key')::uuid));
    when 'reverse_entry' then
      perform test.sign_in_operator('olga');
      v_answer := to_jsonb(app_public.reverse_entry(
        test.user_id(arguments ->> 'user'), (arguments ->> 'sequence_number')::bigint, arguments ->> 'reason'));
    when 'declare_amnesty' then
      perform test.sign_in_operator('olga');
      v_answer := to_jsonb(app_public.declare_amnesty(
        (arguments ->> 'first_day')::date, (arguments ->> 'last_day')::date, arguments ->> 'reason'));
  end case;
  return jsonb_build_object('answer', v_answer);
exception when others then
  return model.refusal(sqlstate, sqlerrm);
end
$$;

grant execute on all functions in schema model to public;
