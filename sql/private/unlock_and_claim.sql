create or replace function app_private.unlock_and_claim(outcome app_private.outcome, day date)
returns app_private.outcome
language plpgsql volatile
as $$
declare
  v_outcome app_private.outcome := outcome;
begin
  v_outcome.unlocks := app_private.unlock_rewards(outcome.after, day);
  if v_outcome.unlocks then
    v_outcome.after := app_private.auto_claim(outcome.after);
  end if;
  return v_outcome;
end
$$;

comment on function app_private.unlock_and_claim(app_private.outcome, date) is
  'What each command ends with: unlocks what now holds, and claims of it what claims itself. Returns what it has then come to.';
