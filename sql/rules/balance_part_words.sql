-- A kind that has no words of its own is told as another change, so that a new command needs nothing here.
create or replace function app_rules.balance_part_words(kind app_public.journal_kind, entries int, change bigint)
returns text
language sql immutable parallel safe
return case when change < 0 then 'less ' else '' end || abs(change)::text || case
  when kind is null then ' refilled on its own'
  when kind = 'bootstrap' then ' to start with'
  when kind = 'check_in' then ' from ' || app_rules.counted(entries, 'check-in')
  when kind = 'claim' then ' from ' || app_rules.counted(entries, 'reward')
  when kind = 'grant' then ' granted by support'
  when kind = 'use' then ' from using ' || app_rules.counted(entries, 'item')
  when kind = 'spend' then ' spent'
  when kind = 'buy' then ' for ' || app_rules.counted(entries, 'purchase')
  when kind = 'repair' then ' for ' || app_rules.counted(entries, 'streak repair')
  when kind = 'amnesty' then ' given back for repairs that an amnesty excused'
  when kind = 'reversal' and change > 0 then ' given back by ' || app_rules.counted(entries, 'correction')
  when kind = 'reversal' then ' taken back by ' || app_rules.counted(entries, 'correction')
  else ' by ' || app_rules.counted(entries, 'other change')
end;

comment on function app_rules.balance_part_words(app_public.journal_kind, int, bigint) is
  'What all entries of a kind together have added to a balance, or have taken, in words. kind: null for what refilled on its own.';
