create or replace function app_private.finish(outcome app_private.outcome)
returns app_public.command_result
language plpgsql volatile
as $$
declare
  -- A step of its own: what an answer reads must have been written before its statement begins.
  v_outcome constant app_private.outcome := app_private.unlock_and_claim(outcome, (outcome.after).last_day);
begin
  return app_private.entry_answer(v_outcome, false);
end
$$;

comment on function app_private.finish(app_private.outcome) is
  'What follows a command of today that was just recorded: it unlocks rewards, and claims those that claim themselves. Returns the command''s answer.';
