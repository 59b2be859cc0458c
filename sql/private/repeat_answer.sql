create or replace function app_private.repeat_answer(entry app_public.journal_entries, state app_private.user_states)
returns app_public.command_result
language plpgsql stable
as $$
begin
  return app_private.entry_answer(row(entry, state)::app_private.outcome, true);
end
$$;

comment on function app_private.repeat_answer(app_public.journal_entries, app_private.user_states) is
  'What a repeat of a command is answered. entry: of the command as it was made; state: that of now.';
