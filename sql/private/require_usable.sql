create or replace function app_private.require_usable(
  state app_private.user_states, rules app_private.rule_versions, item_id text, item app_private.items
)
returns void
language plpgsql stable
as $$
begin
  perform app_private.require_item(item_id, item);
  if coalesce((state.inventory ->> item.id)::int, 0) < 1 then
    perform app_private.refuse('IT003', format('You have no "%s".', item.title), 'Buy one first; state.inventory lists what you have.');
  elsif app_rules.effects_obstacle(state, rules, item.gives) = 'FZ001' then
    perform app_private.refuse('FZ001', format('You hold %s of at most %s freezes, and "%s" gives %s.',
      cardinality(state.freezes), rules.freezes_max, item.title, (item.gives).freezes),
      'Use it when a freeze has been used; you keep it until then.');
  elsif app_rules.after_effects(state, rules, state.last_day, item.gives) is not distinct from state then
    perform app_private.refuse('IT004', format('"%s" would change nothing now: energy is %s of %s.',
      item.title, state.energy, rules.energy_max), 'Use it later; you keep it until then.');
  end if;
end
$$;

comment on function app_private.require_usable(
  app_private.user_states, app_private.rule_versions, text, app_private.items
) is 'Refuses the use of an item that is not held, or none of whose effects would change anything; all of its freezes fit, or it is kept.';
