create or replace function app_private.entry_named(user_id uuid, sequence_number bigint)
returns text
language sql stable parallel safe
begin atomic
  select 'entry ' || e.sequence_number || ' ('
    || app_rules.entry_words(e.kind, e.day, e.asked, e.terms, app_private.entry_title(e.asked)) || ')'
  from app_public.journal_entries as e
  where e.user_id = entry_named.user_id and e.sequence_number = entry_named.sequence_number;
end;

grant execute on function app_private.entry_named to app_user;
comment on function app_private.entry_named(uuid, bigint) is 'A journal entry by its number and in words; null when there is none.';
