create or replace function app_private.explain_streak(user_id uuid)
returns setof app_public.streak_day
language sql stable rows 30
begin atomic
  select d.* from unnest((app_private.streak_explanation(user_id, null)).days) as d;
end;

comment on function app_private.explain_streak(uuid) is
  'The last 100 days of a user''s live or last run, each with its mark, why, and what would have happened otherwise. In words to the user: (streak_explanation(user_id, clock())).text.';
