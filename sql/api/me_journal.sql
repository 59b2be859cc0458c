-- Invoker: row-level security decides what is read. Plain SQL, so that it is inlined and the key is used.
create or replace function app_public.me_journal(me app_public.me)
returns setof app_public.journal_entries
language sql stable
begin atomic
  select e.* from app_public.journal_entries as e where e.user_id = me.user_id order by e.sequence_number desc;
end;

grant execute on function app_public.me_journal to app_user;
comment on function app_public.me_journal(app_public.me) is
  E'@behavior -queryField\nEvery change of the user''s state, latest first.';
