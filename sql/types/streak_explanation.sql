create type app_public.streak_explanation as (text text, days app_public.streak_day[], day_count int);
comment on type app_public.streak_explanation is 'Why the streak is what it is: of the live run or, without one, of the last run.';
comment on column app_public.streak_explanation.text is
  E'@notNull\nAll of it in words to the user, a line for each day, ready to be pasted into an answer.';
comment on column app_public.streak_explanation.days is
  E'@notNull\nThe last 100 days of the run, oldest first; of a run that has ended, the missed day too.';
comment on column app_public.streak_explanation.day_count is E'@notNull\nHow many days the run has in all.';
