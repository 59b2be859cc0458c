create or replace function app_rules.unlocked_words(
  unlocked app_public.unlocked_reward, repeats app_public.reward_repeat, entry text,
  conditions app_public.condition_explanation[], zone text
)
returns text
language sql immutable parallel safe
return 'You unlocked "' || (unlocked).title || '"'
  || case when repeats in ('day', 'week', 'month') then ' for ' || (unlocked).period_key else '' end
  || ' at ' || app_rules.local_time((unlocked).unlocked_at, zone) || ' in ' || zone || ', by ' || entry || '.'
  || coalesce(' It stays unlocked, though it asks for ' || (
    select string_agg(c.text, ', and for ' order by c.metric) from unnest(conditions) as c where c.missing > 0
  ) || '.', '');

comment on function app_rules.unlocked_words(
  app_public.unlocked_reward, app_public.reward_repeat, text, app_public.condition_explanation[], text
) is 'When and by which journal entry a reward was unlocked, in words to the user. conditions: as of now.';
