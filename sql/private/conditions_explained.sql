create or replace function app_private.conditions_explained(reward_id text, state app_private.user_states)
returns app_public.condition_explanation[]
language sql stable parallel safe
begin atomic
  select coalesce(array_agg(
    row(m.id, v.value, c.at_least, greatest(c.at_least - v.value, 0),
      app_rules.condition_words(m.id, m.title, v.value, c.at_least))::app_public.condition_explanation
    order by m.id), '{}')
  from app_private.reward_conditions as c
  join app_private.metrics as m on m.id = c.metric,
    lateral app_rules.metric_value(c.metric, state) as v(value)
  where c.reward_id = conditions_explained.reward_id;
end;

grant execute on function app_private.conditions_explained to app_user;
comment on function app_private.conditions_explained(text, app_private.user_states) is
  'The conditions of a reward, and what is missing to each in a settled state.';
