create or replace function app_rules.entry_renumbered(entry app_public.journal_entries, sequence_number bigint)
returns app_public.journal_entries
language plpgsql immutable parallel safe
as $$
declare
  v_entry app_public.journal_entries := entry;
begin
  v_entry.sequence_number := sequence_number;
  return v_entry;
end
$$;

comment on function app_rules.entry_renumbered(app_public.journal_entries, bigint) is 'An entry under another number.';
