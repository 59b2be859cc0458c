create or replace function app_rules.amounts_given(entry app_public.journal_entries)
returns app_public.amounts
language sql immutable parallel safe
return row(
  greatest((entry).points_delta, 0),
  greatest((entry).energy_delta, 0),
  (entry).xp_delta,
  greatest((entry).freezes_granted, 0),
  app_rules.inventory_items(app_rules.items_given((entry).items_delta))
)::app_public.amounts;

comment on function app_rules.amounts_given(app_public.journal_entries) is 'What a journal entry says was given.';
