create or replace function app_private.replay_amnesty(
  before app_private.user_states, entry app_public.journal_entries, marks app_private.day_marks[],
  versions app_private.rule_versions[]
)
returns app_private.replayed_command
language plpgsql stable parallel safe
as $$
declare
  v_step app_private.amnesty_step;
begin
  select s.* into v_step
  from app_private.amnesty_steps(before, entry.last_amnesty_id, app_rules.calendar(marks), versions) as s limit 1;
  return row(v_step.settled, v_step.after, v_step.marks, (v_step.settled).last_day,
    case when v_step.amnesty_id is distinct from (entry.asked ->> 'amnesty_id')::int then 'The amnesty changed nothing.' end
  )::app_private.replayed_command;
end
$$;

grant execute on function app_private.replay_amnesty to app_user;
comment on function app_private.replay_amnesty(
  app_private.user_states, app_public.journal_entries, app_private.day_marks[], app_private.rule_versions[]
) is 'What the rules make of an amnesty''s entry: of the first amnesty that the state has yet to take in.';
