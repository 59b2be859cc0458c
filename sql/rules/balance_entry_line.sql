create or replace function app_rules.balance_entry_line(entry app_public.balance_entry, zone text)
returns text
language sql immutable parallel safe
return app_rules.local_time((entry).occurred_at, zone) || coalesce(', entry ' || (entry).sequence_number::text, '') || ': '
  || case when (entry).refilled > 0 then (entry).refilled::text || ' refilled' else '' end
  || case when (entry).refilled > 0 and (entry).change <> 0 then ' before, ' else '' end
  || case when (entry).change <> 0 then app_rules.signed((entry).change) else '' end
  || ', then ' || (entry).balance_after::text
  || case when (entry).sequence_number is null then ' once your next check-in or other action records it' else '' end
  || '. ' || (entry).what;

comment on function app_rules.balance_entry_line(app_public.balance_entry, text) is
  'A journal entry that changed a balance on one line, in words to the user.';
