-- Claims made before entries kept their terms say what they gave by their deltas alone.
create or replace function app_private.effects_of(entry app_public.journal_entries)
returns app_public.effects
language sql stable parallel safe
return app_private.effects_from(coalesce(
  case when entry.kind = 'grant' then entry.asked -> 'gives' else entry.terms -> 'gives' end,
  jsonb_build_object('points', entry.points_delta, 'energy', entry.energy_delta, 'xp', entry.xp_delta,
    'freezes', entry.freezes_granted, 'items', to_jsonb(app_rules.inventory_items(entry.items_delta)))));

grant execute on function app_private.effects_of to app_user;
comment on function app_private.effects_of(app_public.journal_entries) is
  'The effects that a claim, a use or a grant promised.';
