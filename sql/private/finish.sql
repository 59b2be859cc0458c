create or replace function app_private.finish(after app_private.user_states)
returns app_public.command_result
language plpgsql volatile
as $$
declare
  v_entry app_public.journal_entries;
  v_state app_private.user_states;
begin
  v_state := app_private.unlock_and_claim(after, after.last_day);
  select e.* into strict v_entry from app_public.journal_entries as e
  where e.user_id = after.user_id and e.sequence_number = after.sequence_number;
  return app_private.entry_answer(v_entry, false, v_state);
end
$$;

comment on function app_private.finish(app_private.user_states) is
  'What follows a command of today that was just recorded: it unlocks rewards, and claims those that claim themselves. Returns the command''s answer.';
