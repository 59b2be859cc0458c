create or replace function app_private.replay_amounts(
  settled app_private.user_states, entry app_public.journal_entries, reversed app_public.journal_entries,
  rules app_private.rule_versions
)
returns app_private.replayed_command
language plpgsql stable parallel safe
as $$
declare
  v_it app_private.replayed_command;
  v_item_id constant text := entry.asked ->> 'item_id';
  v_quantity constant int := coalesce((entry.asked ->> 'quantity')::int, 1);
  v_held constant int := coalesce((settled.inventory ->> v_item_id)::int, 0);
  v_price constant bigint := entry.terms ->> 'price_points';
  v_gives app_public.effects;
begin
  v_it.settled := settled;
  v_it.marks := '{}';
  v_it.day := settled.last_day;
  case entry.kind
    when 'clock' then
      v_it.after := settled;
      v_it.obstacle := case when settled.clock_ahead_seconds is null then 'US004' end;
    when 'spend' then
      v_it.after := app_rules.after_spend(settled, (entry.asked ->> 'amount')::int);
      v_it.obstacle := case when (v_it.after).energy < 0 then 'NR001' when (v_it.after).energy >= settled.energy then 'QT001' end;
    when 'buy' then
      v_it.after := app_rules.after_purchase(settled, v_item_id, v_quantity, v_price);
      v_it.obstacle := case
        when v_quantity < 1 or v_price < 1 then 'QT001'
        when (v_it.after).points < 0 then 'PT001'
        when not app_rules.inventory_holds(settled.inventory, jsonb_build_object(v_item_id, v_quantity), rules.inventory_max) then 'IN001'
      end;
    when 'discard' then
      v_it.after := app_rules.after_discard(settled, v_item_id, v_quantity);
      v_it.obstacle := case when v_held < v_quantity then 'IT003' when v_quantity < 1 then 'QT001' end;
    when 'use' then
      v_gives := app_private.effects_of(entry);
      v_it.after := app_rules.after_use(settled, rules, settled.last_day, v_item_id, v_gives);
      v_it.obstacle := case
        when v_held < 1 then 'IT003'
        when app_rules.after_effects(settled, rules, settled.last_day, v_gives) is not distinct from settled then 'IT004'
        else app_rules.effects_obstacle(settled, rules, v_gives)
      end;
    when 'claim', 'grant' then
      v_gives := app_private.effects_of(entry);
      v_it.after := app_rules.after_effects(settled, rules, settled.last_day, v_gives);
      v_it.obstacle := case
        when least(v_gives.points, v_gives.energy, v_gives.xp, v_gives.freezes) < 0 then 'GR001'
        else app_rules.effects_obstacle(settled, rules, v_gives)
      end;
    when 'reversal' then
      v_it.after := app_rules.after_reversal(settled, rules, reversed);
      v_it.obstacle := case
        when reversed.sequence_number is null or not app_rules.is_reversible(reversed.kind)
          or reversed.sequence_number <> (entry.asked ->> 'sequence_number')::bigint then 'RV001'
        else app_rules.reversal_obstacle(settled, rules, reversed)
      end;
  end case;
  return v_it;
end
$$;

grant execute on function app_private.replay_amounts to app_user;
comment on function app_private.replay_amounts(
  app_private.user_states, app_public.journal_entries, app_public.journal_entries, app_private.rule_versions
) is 'What the rules make of an entry that gives or takes amounts: its asked and terms on a settled state. reversed: the entry that a reversal reverses.';
