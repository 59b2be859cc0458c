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
    'journal', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'sequence_number', j.sequence_number, 'occurred_at', j.occurred_at, 'day', j.day, 'kind', j.kind,
        'rule_version_id', j.rule_version_id, 'check_ins_delta', j.check_ins_delta, 'freezes_granted', j.freezes_granted,
        'freezes_used', j.freezes_used, 'energy_refilled', j.energy_refilled, 'energy_delta', j.energy_delta,
        'xp_delta', j.xp_delta, 'points_delta', j.points_delta, 'items_delta', j.items_delta) order by j.sequence_number), '[]')
      from app_public.me_journal(v_me) as j where j.sequence_number > after_entry));
end
$$;

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
    v_answer := jsonb_build_object('refused', sqlstate, 'message', case when sqlstate !~ '^[A-Z]{2}[0-9]{3}$' then sqlerrm end);
  end;
  return v_answer || model.look(after_entry);
end
$$;

grant execute on all functions in schema model to public;
