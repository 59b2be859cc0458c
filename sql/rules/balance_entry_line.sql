create or replace function app_rules.balance_entry_line(entry app_public.balance_entry, zone text)
returns text
language sql immutable parallel safe
return app_rules.local_time((entry).occurred_at, zone) || coalesce(', entry ' || (entry).sequence_number::text, '') || ': '
  || (entry).what || ': ' || case when (entry).refilled > 0 then (entry).refilled::text || ' refilled before, ' else '' end
  || app_rules.signed((entry).change) || ', then ' || (entry).balance_after::text
  || case when (entry).sequence_number is null then '. Your next check-in or other action will record it.' else '.' end;

comment on function app_rules.balance_entry_line(app_public.balance_entry, text) is
  'A journal entry that changed a balance on one line, in words to the user.';
