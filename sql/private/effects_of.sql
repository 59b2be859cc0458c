create or replace function app_private.effects_of(user_id uuid, sequence_number bigint)
returns app_public.effects
language sql stable
begin atomic
  select row(e.points_delta, e.energy_delta, e.xp_delta, e.freezes_granted,
    app_rules.inventory_items(e.items_delta))::app_public.effects
  from app_public.journal_entries as e
  where e.user_id = effects_of.user_id and e.sequence_number = effects_of.sequence_number;
end;

comment on function app_private.effects_of(uuid, bigint) is 'What a journal entry says was given.';
