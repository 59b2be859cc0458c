-- One call instead of as many constraints: PostgreSQL parses and prepares each constraint anew for each statement.
create or replace function app_rules.is_journal_entry(entry app_public.journal_entries)
returns boolean
language plpgsql immutable parallel safe
as $$
declare
  v_broken constant text := case
    when entry.sequence_number < 1 then 'sequence_numbers_start_at_1'
    when entry.freezes_granted < 0 and entry.kind <> 'reversal' then 'only_a_reversal_takes_freezes_back'
    when entry.freezes_used < 0 then 'freezes_used_is_not_negative'
    when entry.energy_refilled < 0 then 'energy_refilled_is_not_negative'
    when entry.xp_delta < 0 then 'xp_is_never_lost'
    when entry.points < 0 then 'points_are_not_negative'
    when jsonb_typeof(entry.items_delta) <> 'object' then 'items_delta_maps_items'
    when (entry.kind = 'reversal') <> (entry.reverses is not null)
      or entry.reverses not between 1 and entry.sequence_number - 1 then 'a_reversal_names_an_earlier_entry'
    -- What is repeatable by nature needs none; every other command has one.
    when (entry.idempotency_key is null)
      <> (entry.kind in ('bootstrap', 'settings', 'check_in', 'claim', 'pause', 'repair', 'amnesty', 'reversal')) then 'a_repeatable_command_has_its_key'
    -- What replay cannot ask the catalogue, which changes.
    when (entry.terms is not null) <> (entry.kind in ('claim', 'buy', 'use')) then 'what_the_catalogue_said_is_kept'
    when (entry.operator_id is not null) <> (entry.kind in ('grant', 'reversal')) then 'an_operator_s_command_names_the_operator'
    when entry.rewards_unlocked < 0 then 'rewards_unlocked_are_not_negative'
  end;
begin
  if v_broken is null then
    return true;
  end if;
  return app_rules.refuse_row('journal entry', 'app_public', 'journal_entries', v_broken);
end
$$;

comment on function app_rules.is_journal_entry(app_public.journal_entries) is
  'Whether this can be a journal entry. Errors: 23514 with the name of the rule that it breaks as constraint.';
