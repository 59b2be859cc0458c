-- A kind that has no words of its own is told as another change, so that a new command needs nothing here.
create or replace function app_rules.entry_words(kind app_public.journal_kind, day date, asked jsonb, terms jsonb, title text)
returns text
language sql immutable parallel safe
return case kind
  when 'bootstrap' then 'Joined'
  when 'settings' then 'Changed the settings'
  when 'check_in' then 'Checked in ' || app_rules.iso_date(day)
  when 'claim' then 'Claimed "' || title || '"'
  when 'pause' then 'Paused the streak'
  when 'repair' then 'Repaired the streak, missed on ' || (asked ->> 'day')
  when 'amnesty' then 'Excused by an amnesty: ' || title
  when 'spend' then 'Spent energy' || coalesce(': ' || nullif(asked ->> 'reason', ''), '')
  when 'buy' then 'Bought ' || (asked ->> 'quantity') || ' "' || title || '" at '
    || app_rules.counted((terms ->> 'price_points')::bigint, 'point')
    || case when (asked ->> 'quantity')::bigint = 1 then '' else ' each' end
  when 'use' then 'Used "' || title || '"'
  when 'discard' then 'Threw away ' || (asked ->> 'quantity') || ' "' || title || '"'
  when 'grant' then 'Granted by support: ' || (asked ->> 'reason')
  when 'reversal' then 'Reversed entry ' || (asked ->> 'sequence_number') || ': ' || (asked ->> 'reason')
  when 'clock' then 'Moved the clock ahead by ' || app_rules.counted((asked ->> 'days')::bigint * 24 + (asked ->> 'hours')::bigint, 'hour')
  else 'Another change'
end;

comment on function app_rules.entry_words(app_public.journal_kind, date, jsonb, jsonb, text) is
  'What a journal entry was, in words. title: of the reward or item that it names, or the reason of its amnesty.';
