create or replace function app_private.entry_difference(
  entry app_public.journal_entries, before app_private.user_states, replayed app_private.replayed_command
)
returns text
language plpgsql stable parallel safe
as $$
declare
  v_by_the_rules constant app_public.journal_entries := app_rules.journal_entry(before, replayed.settled, replayed.after,
    entry.kind, replayed.day, entry.asked, entry.terms, entry.idempotency_key, entry.reverses, entry.operator_id, entry.rewards_unlocked);
begin
  if replayed.obstacle is not null then
    return format('The rules would not have had it: %s', coalesce(
      (select c.meaning from app_private.error_codes as c where c.sqlstate = replayed.obstacle), replayed.obstacle));
  elsif v_by_the_rules is distinct from entry then
    return 'The entry is not what the rules make of it: ' || app_rules.record_difference(to_jsonb(entry), to_jsonb(v_by_the_rules));
  end if;
  return null;
end
$$;

grant execute on function app_private.entry_difference to app_user;
comment on function app_private.entry_difference(
  app_public.journal_entries, app_private.user_states, app_private.replayed_command
) is 'In what a stored entry is not what the rules make of it; null when it is.';
