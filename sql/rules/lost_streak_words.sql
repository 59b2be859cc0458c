create or replace function app_rules.lost_streak_words(
  streak app_public.streak, days app_private.run_day[], missed app_public.streak_day, repair_within_days int, points bigint
)
returns text
language sql immutable parallel safe
return (
  select 'Your streak is 0: the last one, of ' || app_rules.counted(run.length, 'day')
    || ' since ' || app_rules.iso_date(run.started_on)
    || ', ended on ' || app_rules.iso_date((missed).day) || '. ' || (missed).why || ' '
    || coalesce(app_rules.repair_words((streak).repair, points),
      'It cannot be repaired any more: that is possible until ' || app_rules.counted(repair_within_days, 'day')
      || ' after the last missed day.')
  from (
    select max(d.streak) as length, min(d.day) filter (where d.mark in ('check_in', 'late')) as started_on from unnest(days) as d
  ) as run
);

comment on function app_rules.lost_streak_words(
  app_public.streak, app_private.run_day[], app_public.streak_day, int, bigint
) is 'Why there is no streak any more, in words to the user. days: of the last run; missed: the day that ended it.';
