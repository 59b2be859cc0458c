create or replace function app_private.given_by(user_id uuid, sequence_number bigint)
returns app_public.amounts
language plpgsql stable
as $$
declare
  v_entry app_public.journal_entries;
begin
  select e.* into v_entry from app_public.journal_entries as e
  where e.user_id = given_by.user_id and e.sequence_number = given_by.sequence_number;
  return case when found then app_rules.amounts_given(v_entry) end;
end
$$;

grant execute on function app_private.given_by to app_user;
comment on function app_private.given_by(uuid, bigint) is 'What the command of a journal entry gave.';
