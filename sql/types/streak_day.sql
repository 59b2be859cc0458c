create type app_public.streak_day as (
  day date, mark app_public.mark, counts boolean, streak int, why text, otherwise text,
  zone text, day_start_hour int, rule_version_id int, marked_at timestamptz, sequence_number bigint
);
comment on type app_public.streak_day is 'A day of a streak run: how it is marked, why, and what would have happened otherwise.';
comment on column app_public.streak_day.day is E'@notNull\nThe day.';
comment on column app_public.streak_day.mark is 'Its mark; null for the missed day that ended the run, which comes last.';
comment on column app_public.streak_day.counts is E'@notNull\nWhether it counts for the streak.';
comment on column app_public.streak_day.streak is E'@notNull\nThe streak after the day: the counting days of the run up to it.';
comment on column app_public.streak_day.why is E'@notNull\nWhy it is marked so, in words.';
comment on column app_public.streak_day.otherwise is E'@notNull\nWhat would have happened otherwise, in words.';
comment on column app_public.streak_day.zone is E'@notNull\nThe zone under which the day was computed.';
comment on column app_public.streak_day.day_start_hour is E'@notNull\nThe hour at which the day started.';
comment on column app_public.streak_day.rule_version_id is 'The rule version under which it was marked; null for what the next command will store.';
comment on column app_public.streak_day.marked_at is 'When it was marked; null for what the next command will store.';
comment on column app_public.streak_day.sequence_number is 'Of the journal entry that marked it; null for what the next command will store.';
