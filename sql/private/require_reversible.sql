create or replace function app_private.require_reversible(
  state app_private.user_states, rules app_private.rule_versions, sequence_number bigint,
  entry app_public.journal_entries, reason text
)
returns void
language plpgsql stable
as $$
declare
  v_obstacle constant text := app_rules.reversal_obstacle(state, rules, entry);
begin
  perform app_private.require_reason(reason, true);
  if entry.sequence_number is null then
    perform app_private.refuse('RV001', format('The user has no journal entry %s.', sequence_number),
      'Take the sequence number from the user''s journal.');
  elsif not app_rules.is_reversible(entry.kind) then
    perform app_private.refuse('RV001', format('Entry %s is of the kind %s, which cannot be reversed.',
      sequence_number, upper(entry.kind::text)), 'Grant what is to be made good.');
  elsif v_obstacle = 'PT001' then
    perform app_private.refuse('PT001', format('Entry %s gave %s points, and %s are left.',
      sequence_number, entry.points_delta, state.points), 'Reverse first what they were spent on.');
  elsif v_obstacle = 'FZ002' then
    perform app_private.refuse('FZ002', format('Entry %s gave %s freezes, which have been used.',
      sequence_number, entry.freezes_granted), 'A used freeze is a day of the calendar; it is not taken back.');
  elsif v_obstacle = 'IT003' then
    perform app_private.refuse('IT003', format('The items that entry %s gave are no longer held.', sequence_number),
      'Reverse first what used them.');
  elsif v_obstacle = 'IN001' then
    perform app_private.refuse('IN001', format('The user''s inventory holds at most %s different items; what entry %s took would not fit.',
      rules.inventory_max, sequence_number), 'Wait until an item is used up.');
  end if;
end
$$;

comment on function app_private.require_reversible(
  app_private.user_states, app_private.rule_versions, bigint, app_public.journal_entries, text
) is 'Refuses a reversal that cannot be made, saying why.';
